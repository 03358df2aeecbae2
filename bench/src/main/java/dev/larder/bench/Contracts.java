package dev.larder.bench;

import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.grounds.Contract;
import dev.larder.grounds.GroundsGenerator;
import java.util.ArrayList;
import java.util.List;

/** The sample's contracts as values to be measured. */
final class Contracts {

    /** As many as the sample has by default: twenty for each area. */
    private static final int MOST = 100_000;

    private static final int SAMPLE = 1_000;
    private static final int LEAST_BYTES = 900;
    private static final int MOST_BYTES = 1_150;

    private Contracts() {}

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
