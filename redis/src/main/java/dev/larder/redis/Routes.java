package dev.larder.redis;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who owns which slot: an immutable table. Outside a Cluster it has one slot. */
final class Routes {

    static final int SLOTS = 16384;

    private final @Nullable Primary[] owners;
    private final List<Primary> primaries;

    private Routes(@Nullable Primary[] owners) {
        this.owners = owners;
        Set<Primary> all = new LinkedHashSet<>();
        for (Primary owner : owners) {
            if (owner != null) {
                all.add(owner);
            }
        }
        this.primaries = List.copyOf(all);
    }

    /** A table in which nobody owns anything. */
    static Routes none(int slots) {
        return new Routes(new @Nullable Primary[slots]);
    }

    /**
     * A table.
     *
     * @param owners the owner of each slot, null where it is unknown; copied
     */
    static Routes of(@Nullable Primary[] owners) {
        return new Routes(Arrays.copyOf(owners, owners.length));
    }

    @Nullable
    Primary owner(int slot) {
        return owners[slot];
    }

    /** Every primary that owns a slot. */
    List<Primary> primaries() {
        return primaries;
    }

    /** One slot of every primary that owns any, in the order of {@link #primaries()}. */
    List<Integer> slotOfEach() {
        List<@Nullable Primary> table = Arrays.asList(owners);
        return primaries.stream().map(table::indexOf).toList();
    }

    boolean sameAs(@Nullable Primary[] others) {
        return Arrays.equals(owners, others);
    }

    int slots() {
        return owners.length;
    }

    /** Returns whether every slot has an owner. */
    boolean complete() {
        return Arrays.stream(owners).noneMatch(owner -> owner == null);
    }
}
