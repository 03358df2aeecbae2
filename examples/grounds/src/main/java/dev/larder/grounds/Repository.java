package dev.larder.grounds;

import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table, read and changed by plain JDBC. Safe for use by several threads; every method takes one
 * connection from the pool while it runs and throws {@link GroundsDataException}.
 *
 * @param <E> the entity
 */
public abstract sealed class Repository<E extends Versioned<E>>
        permits AreaRepository, ContractRepository, EquipmentRepository, ScheduleRepository, WorkerRepository {
    final Table<E> table;

    Repository(Table<E> table) {
        this.table = table;
    }

    /** The entity with this id, or null if there is none. One query. */
    public final @Nullable E find(long id) {
        return table.find(id);
    }

    /** Those of the ids that exist, by id. One query; none for no ids. */
    public final Map<Long, E> findAll(Collection<Long> ids) {
        return table.findAll(ids);
    }

    /**
     * Changes one entity and adds one to its version; no other change gets lost. Two queries, and two more each time that
     * someone else was faster.
     *
     * @param change makes the new state from the old one; may be called several times
     * @return the entity as it is now, or null if there is none
     */
    public final @Nullable E update(long id, UnaryOperator<E> change) {
        return table.update(id, change);
    }

    /** Number of rows. One query, which reads the whole table. */
    public final long count() {
        return table.count();
    }
}
