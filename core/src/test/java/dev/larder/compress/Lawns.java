package dev.larder.compress;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values that resemble each other as those of a cache do. */
final class Lawns {

    private static final List<String> TASKS = List.of("MOWING", "HEDGE_TRIMMING", "LITTER_PICKING", "LEAF_CLEARANCE");
    private static final List<String> STATES = List.of("ACTIVE", "SUSPENDED", "OFFERED");

    private Lawns() {}

    static List<byte[]> values(int count, int seed) {
        Random random = new Random(seed);
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value(random));
        }
        return values;
    }

    private static byte[] value(Random random) {
        StringBuilder json = new StringBuilder("{\"id\":" + random.nextInt(100_000) + ",\"status\":\""
                + STATES.get(random.nextInt(STATES.size())) + "\",\"services\":[");
        for (int i = 0; i < 4; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"task\":\"" + TASKS.get(random.nextInt(TASKS.size())) + "\",\"interval\":\"MONTHLY\",")
                    .append("\"surface\":" + random.nextInt(20_000) + ",\"price\":" + random.nextInt(900) + ".50,")
                    .append("\"remark\":null}");
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] noise(int length, int seed) {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        return noise;
    }
}
