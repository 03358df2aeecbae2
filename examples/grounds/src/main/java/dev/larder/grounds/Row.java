package dev.larder.grounds;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads the columns of one row from left to right. */
final class Row {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ResultSet rows;
    private int column;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    long number() throws SQLException {
        return rows.getLong(++column);
    }

    int count() throws SQLException {
        return rows.getInt(++column);
    }

    boolean flag() throws SQLException {
        return rows.getBoolean(++column);
    }

    BigDecimal money() throws SQLException {
        return rows.getBigDecimal(++column);
    }

    String text() throws SQLException {
        return rows.getString(++column);
    }

    @Nullable
    String optionalText() throws SQLException {
        return rows.getString(++column);
    }

    LocalDate day() throws SQLException {
        return rows.getObject(++column, LocalDate.class);
    }

    @Nullable
    LocalDate optionalDay() throws SQLException {
        return rows.getObject(++column, LocalDate.class);
    }

    LocalTime time() throws SQLException {
        return rows.getObject(++column, LocalTime.class);
    }

    Instant instant() throws SQLException {
        return rows.getObject(++column, OffsetDateTime.class).toInstant();
    }

    <C extends Enum<C>> C choice(Class<C> type) throws SQLException {
        return Enum.valueOf(type, text());
    }

    <T> T json(Class<T> type) throws SQLException {
        return JSON.readValue(text(), type);
    }

    <T> List<T> list(Class<T[]> type) throws SQLException {
        return List.of(JSON.readValue(text(), type));
    }
}
