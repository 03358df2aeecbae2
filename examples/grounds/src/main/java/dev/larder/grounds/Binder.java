package dev.larder.grounds;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Binds the parameters of one statement from left to right. */
final class Binder {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final PreparedStatement statement;
    private int parameter;

    Binder(PreparedStatement statement) {
        this.statement = statement;
    }

    Binder number(long value) throws SQLException {
        statement.setLong(++parameter, value);
        return this;
    }

    Binder count(int value) throws SQLException {
        statement.setInt(++parameter, value);
        return this;
    }

    Binder flag(boolean value) throws SQLException {
        statement.setBoolean(++parameter, value);
        return this;
    }

    Binder money(BigDecimal value) throws SQLException {
        statement.setBigDecimal(++parameter, value);
        return this;
    }

    Binder text(@Nullable String value) throws SQLException {
        statement.setString(++parameter, value);
        return this;
    }

    Binder day(@Nullable LocalDate value) throws SQLException {
        statement.setObject(++parameter, value, java.sql.Types.DATE);
        return this;
    }

    Binder time(LocalTime value) throws SQLException {
        statement.setObject(++parameter, value);
        return this;
    }

    Binder instant(Instant value) throws SQLException {
        statement.setObject(++parameter, value.atOffset(ZoneOffset.UTC));
        return this;
    }

    Binder choice(Enum<?> value) throws SQLException {
        return text(value.name());
    }

    Binder json(Object value) throws SQLException {
        return text(JSON.writeValueAsString(value));
    }
}
