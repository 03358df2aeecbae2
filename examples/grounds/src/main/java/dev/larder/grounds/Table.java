package dev.larder.grounds;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The statements that every repository needs, over the mapping of its entity. Safe for use by several threads. */
final class Table<E extends Versioned<E>> {
    private final DataSource source;
    private final Mapping<E> mapping;
    private final String select;
    private final String insert;
    private final String update;

    Table(DataSource source, Mapping<E> mapping) {
        this.source = source;
        this.mapping = mapping;
        List<String> names = mapping.columns().stream()
                .map(definition -> definition.substring(0, definition.indexOf(' ')))
                .toList();
        String list = String.join(", ", names);
        select = "SELECT id, version, " + list + " FROM " + mapping.table();
        // The id comes last, so that the same binding serves the condition of the update.
        insert = "INSERT INTO " + mapping.table() + " (version, " + list + ", id) VALUES (?"
                + ", ?".repeat(names.size() + 1) + ")";
        update = "UPDATE " + mapping.table() + " SET version = ?, " + String.join(" = ?, ", names)
                + " = ? WHERE id = ? AND version = ?";
    }

    /** The statement that creates the table. */
    String definition() {
        return "CREATE TABLE " + mapping.table() + " (id BIGINT PRIMARY KEY, version BIGINT NOT NULL, "
                + String.join(", ", mapping.columns()) + ")";
    }

    /** The statements that create its indexes. */
    List<String> indexes() {
        String name = mapping.table().substring(mapping.table().indexOf('.') + 1);
        return mapping.indexes().stream()
                .map(column ->
                        "CREATE INDEX " + name + "_by_" + column + " ON " + mapping.table() + " (" + column + ")")
                .toList();
    }

    /** Inserts all in one batch, in the transaction of the connection. */
    void insert(Connection connection, Collection<E> entities) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (E entity : entities) {
                bind(statement, entity);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @Nullable
    E find(long id) {
        return run("find " + id, connection -> Optional.ofNullable(find(connection, id)))
                .orElse(null);
    }

    Map<Long, E> findAll(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return run("find " + ids.size() + " ids", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(select + " WHERE id = ANY(?)")) {
                statement.setArray(1, connection.createArrayOf("BIGINT", ids.toArray()));
                Map<Long, E> found = new LinkedHashMap<>();
                read(statement).forEach(entity -> found.put(entity.id(), entity));
                return found;
            }
        });
    }

    /** The entities whose indexed column has this value, by id. */
    List<E> list(String column, Object value) {
        return run("list by " + column + " " + value, connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(select + " WHERE " + column + " = ? ORDER BY id")) {
                statement.setObject(1, value);
                return read(statement);
            }
        });
    }

    /** The ids of the entities that meet the conditions, in order. */
    List<Long> ids(Conditions conditions, Slice slice) {
        return run("list ids", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT id FROM " + mapping.table() + conditions.where() + " ORDER BY id LIMIT ? OFFSET ?")) {
                int at = 0;
                for (Object value : conditions.values()) {
                    statement.setObject(++at, value);
                }
                statement.setInt(++at, slice.limit());
                statement.setLong(++at, slice.offset());
                try (ResultSet rows = statement.executeQuery()) {
                    List<Long> ids = new ArrayList<>();
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                    return ids;
                }
            }
        });
    }

    /**
     * Changes one row if its version is still the one that was read, and reads again if not; null if there is none.
     * Nothing but single statements: H2 repeats these by itself when the process that had the file open has ended, while
     * a transaction would break.
     */
    @Nullable
    E update(long id, UnaryOperator<E> change) {
        return run("update " + id, connection -> {
                    for (E old = find(connection, id); old != null; old = find(connection, id)) {
                        E next = change.apply(old).withVersion(old.version() + 1);
                        try (PreparedStatement statement = connection.prepareStatement(update)) {
                            bind(statement, next).number(old.version());
                            if (statement.executeUpdate() == 1) {
                                return Optional.of(next);
                            }
                        }
                    }
                    return Optional.<E>empty();
                })
                .orElse(null);
    }

    long count() {
        return run("count", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + mapping.table())) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private @Nullable E find(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select + " WHERE id = ?")) {
            statement.setLong(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? mapping.read(new Row(rows)) : null;
            }
        }
    }

    private List<E> read(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<E> all = new ArrayList<>();
            while (rows.next()) {
                all.add(mapping.read(new Row(rows)));
            }
            return all;
        }
    }

    private Binder bind(PreparedStatement statement, E entity) throws SQLException {
        Binder binder = new Binder(statement).number(entity.version());
        mapping.bind(binder, entity);
        return binder.number(entity.id());
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T run(String what, Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new GroundsDataException(mapping.table() + ": " + what + " failed: " + e.getMessage(), e);
        }
    }
}
