package dev.larder.bench;

import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.fory.ForySerializer;
import dev.larder.grounds.Address;
import dev.larder.grounds.Contract;
import dev.larder.grounds.GroundsGenerator;
import dev.larder.grounds.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The sample's contracts as values to be measured. */
final class Contracts {

    /** As many as the sample has by default: twenty for each area. */
    private static final int MOST = 100_000;

    private static final int SAMPLE = 1_000;
    private static final int LEAST_BYTES = 900;
    private static final int MOST_BYTES = 1_150;

    private static final JsonMapper PLAIN = JsonMapper.builder().build();

    private Contracts() {}

    /** The serialisers beside JSON, by their names. */
    static Map<String, Serializer<Contract>> binaries() {
        Map<String, Serializer<Contract>> binaries = new LinkedHashMap<>();
        binaries.put("CBOR", Serializers.cbor(Contract.class));
        binaries.put(
                "Fory",
                ForySerializer.of(
                        Contract.class,
                        Contract.Status.class,
                        Contract.Interval.class,
                        Contract.Outcome.class,
                        Contract.Customer.class,
                        Contract.Terms.class,
                        Contract.Service.class,
                        Contract.Visit.class,
                        Address.class,
                        Task.class));
        return binaries;
    }

    /** JSON as Jackson writes it without Larder. */
    static byte[] plainJson(Contract contract) {
        return PLAIN.writeValueAsBytes(contract);
    }

    /** Contracts as they come, of all sizes. */
    static List<Contract> sample(long seed) {
        GroundsGenerator generator = new GroundsGenerator(seed, MOST);
        List<Contract> contracts = new ArrayList<>();
        for (long id = 1; id <= SAMPLE; id++) {
            contracts.add(generator.contract(id));
        }
        return contracts;
    }

    /** Contracts that have 900 to 1,150 bytes as JSON. */
    static List<Contract> ofAKilobyte(long seed, int count) {
        GroundsGenerator generator = new GroundsGenerator(seed, MOST);
        Serializer<Contract> json = Serializers.json(Contract.class);
        List<Contract> contracts = new ArrayList<>();
        for (long id = 1; contracts.size() < count; id++) {
            Contract contract = generator.contract(id);
            int length = json.write(contract).length;
            if (length >= LEAST_BYTES && length <= MOST_BYTES) {
                contracts.add(contract);
            }
        }
        return contracts;
    }

    /** The bytes that these contracts have as JSON, on average. */
    static double meanLength(long seed, int count) {
        Serializer<Contract> json = Serializers.json(Contract.class);
        return ofAKilobyte(seed, count).stream()
                .mapToInt(contract -> json.write(contract).length)
                .average()
                .orElseThrow();
    }
}
