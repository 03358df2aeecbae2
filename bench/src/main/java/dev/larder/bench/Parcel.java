package dev.larder.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A record of about 1 KB as JSON, of the kind that services cache: numbers, dates, short texts, a list and some prose. */
record Parcel(
        long id,
        String reference,
        String customer,
        String street,
        String town,
        double latitude,
        double longitude,
        int squareMetres,
        String from,
        String until,
        boolean active,
        List<Service> services,
        String notes) {

    /** Something to be done regularly. */
    record Service(String name, int timesAYear, long cents) {}

    private static final int NOTE_WORDS = 60;
    private static final String[] NAMES = {"Birch", "Calder", "Dunmore", "Elm", "Fairfax", "Garnet", "Hollis", "Ivory"};
    private static final String[] SERVICES = {
        "Mow the lawn", "Trim the hedges", "Clear the snow", "Sweep the yard", "Water the beds", "Prune the trees"
    };
    private static final String[] WORDS = {
        "gate", "code", "north", "lawn", "before", "noon", "ring", "the", "caretaker", "first", "mind", "new", "roses",
        "along", "fence", "no", "parking", "behind", "house", "hedge", "two", "metres", "high", "leave", "key", "with"
    };

    /** Makes the parcel of a number, always the same one. */
    static Parcel of(long id) {
        Random random = new Random(id);
        List<Service> services = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            services.add(new Service(pick(random, SERVICES), 4 + random.nextInt(40), 1000 + random.nextInt(90_000)));
        }
        StringBuilder notes = new StringBuilder();
        for (int i = 0; i < NOTE_WORDS; i++) {
            notes.append(i == 0 ? "" : " ").append(pick(random, WORDS));
        }
        return new Parcel(
                id,
                "GM-" + (100_000 + id),
                pick(random, NAMES) + " & " + pick(random, NAMES) + " Ltd",
                pick(random, NAMES) + " Street " + (1 + random.nextInt(200)),
                pick(random, NAMES) + "ton",
                50 + random.nextDouble(),
                8 + random.nextDouble(),
                200 + random.nextInt(20_000),
                "2026-0" + (1 + random.nextInt(9)) + "-01",
                "2028-12-31",
                random.nextInt(10) > 0,
                services,
                notes.toString());
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }
}
