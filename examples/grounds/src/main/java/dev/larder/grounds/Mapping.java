package dev.larder.grounds;

import java.sql.SQLException;
import java.util.List;

/**
 * How an entity lies in its table: plain values in columns, nested lists and records as JSON text.
 *
 * @param <E> the entity; its first two columns, {@code id} and {@code version}, go without saying
 */
interface Mapping<E extends Versioned<E>> {
    /** The table with its schema, such as {@code grounds.contract}. */
    String table();

    /** The definitions of the further columns, in the order in which they are bound and read. */
    List<String> columns();

    /** The columns that have an index. */
    List<String> indexes();

    /** Binds the further columns. */
    void bind(Binder binder, E entity) throws SQLException;

    /** Reads the entity; {@code row} gives id, version and the further columns in this order. */
    E read(Row row) throws SQLException;
}
