package dev.larder.bench.store;

import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.fory.ForySerializer;
import dev.larder.grounds.Address;
import dev.larder.grounds.Contract;
import dev.larder.grounds.Task;

/**
 * What is stored, and as which bytes.
 *
 * @param serializer of Larder, and of whoever does not take his own
 * @param own whether each takes the binary serialiser that it comes with, where it comes with one
 */
public record Form<V>(Class<V> type, Serializer<V> serializer, boolean own) {

    /** The name of {@link #json()}. */
    public static final String JSON = "json";

    /** The name of {@link #binary()}. */
    public static final String BINARY = "binary";

    /** The name of {@link #bytes()}. */
    public static final String BYTES = "bytes";

    /** Contracts as JSON, by the same serialiser everywhere. */
    public static Form<Contract> json() {
        return new Form<>(Contract.class, Serializers.json(Contract.class), false);
    }

    /** Contracts in the binary form that each library offers; for clients without one, that of Larder. */
    public static Form<Contract> binary() {
        return new Form<>(Contract.class, fory(), true);
    }

    /** Bytes as they are. */
    public static Form<byte[]> bytes() {
        return new Form<>(byte[].class, Serializers.bytes(), false);
    }

    /** Contracts in the form of Apache Fory. */
    public static Serializer<Contract> fory() {
        return ForySerializer.of(
                Contract.class,
                Contract.Status.class,
                Contract.Interval.class,
                Contract.Outcome.class,
                Contract.Customer.class,
                Contract.Terms.class,
                Contract.Service.class,
                Contract.Visit.class,
                Address.class,
                Task.class);
    }

    /** Returns whether Larder may compress it. */
    boolean compressible() {
        return type != byte[].class;
    }

    byte[] write(V value) {
        return serializer.write(value);
    }

    V read(byte[] bytes) {
        return serializer.read(bytes, 0, bytes.length);
    }
}
