package dev.larder.bench;

import dev.larder.bench.store.Form;
import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.grounds.Contract;
import dev.larder.grounds.GroundsGenerator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sample's contracts as values to be measured, all or only those of a size.
 *
 * @param seed decides what they hold
 * @param count how many
 * @param leastBytes those with fewer as JSON are left out
 * @param mostBytes those with more as JSON are left out
 */
record Contracts(long seed, int count, int leastBytes, int mostBytes) {

    /** As many as the sample has by default: twenty for each area. */
    private static final int SAMPLE = 100_000;

    private static final int SOME = 1_000;

    private static final JsonMapper PLAIN = JsonMapper.builder().build();

    /** The serialisers beside JSON, by their names. */
    static Map<String, Serializer<Contract>> binaries() {
        Map<String, Serializer<Contract>> binaries = new LinkedHashMap<>();
        binaries.put("CBOR", Serializers.cbor(Contract.class));
        binaries.put("Fory", Form.fory());
        return binaries;
    }

    /** JSON as Jackson writes it without Larder. */
    static byte[] plainJson(Contract contract) {
        return PLAIN.writeValueAsBytes(contract);
    }

    /** All contracts of the sample. */
    static Contracts all() {
        return new Contracts(1, SAMPLE, 0, Integer.MAX_VALUE);
    }

    /** Some contracts that have 900 to 1,150 bytes as JSON. */
    static Contracts ofAKilobyte(long seed, int count) {
        return new Contracts(seed, count, 900, 1_150);
    }

    /** The bytes that a contract has as JSON. */
    static int lengthOf(Contract contract) {
        return plainJson(contract).length;
    }

    void forEach(Consumer<Contract> action) {
        GroundsGenerator generator = new GroundsGenerator(seed, SAMPLE);
        int found = 0;
        for (long id = 1; found < count; id++) {
            Contract contract = generator.contract(id);
            int length = lengthOf(contract);
            if (length >= leastBytes && length <= mostBytes) {
                action.accept(contract);
                found++;
            }
        }
    }

    List<Contract> list() {
        List<Contract> contracts = new ArrayList<>(count);
        forEach(contracts::add);
        return contracts;
    }

    /** The first thousand. */
    List<Contract> some() {
        return new Contracts(seed, Math.min(SOME, count), leastBytes, mostBytes).list();
    }

    /** The bytes that they have as JSON, on average. */
    double meanLength() {
        long[] sum = new long[1];
        forEach(contract -> sum[0] += lengthOf(contract));
        return (double) sum[0] / count;
    }
}
