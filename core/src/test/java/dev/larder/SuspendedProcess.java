package dev.larder;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** A process of its own that answers each line it is sent with what a thousand reads of one key have found. */
final class SuspendedProcess {

    private SuspendedProcess() {}

    public static void main(String[] args) throws Exception {
        try (Larder larder = Quiet.patient(args[0]);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Cache<String, String> cache = SuspendedProcessIT.cache(larder);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                Set<String> found = new TreeSet<>();
                for (int i = 0; i < 1000; i++) {
                    found.add(cache.get("k", key -> "loaded"));
                }
                System.out.println(found + " near " + (cache.stats().nearHits() > 0));
            }
        }
    }
}
