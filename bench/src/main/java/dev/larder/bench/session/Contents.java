package dev.larder.bench.session;

import java.io.Serializable;
import java.util.UUID;

/**
 * What a session of the benchmark holds: five attributes, about 500 bytes as JSON, as a service with a login has them. Each
 * cycle looks at the profile and the visit, and changes the visit.
 */
final class Contents {

    static final String PROFILE = "profile";
    static final String PREFERENCES = "preferences";
    static final String CSRF = "csrf";
    static final String FACTORS = "factors";
    static final String VISIT = "visit";

    private Contents() {}

    /** Who has logged in. */
    record Profile(long id, String name, String email, String tenant, String role) implements Serializable {
        private static final long serialVersionUID = 1;

        static Profile of(int number) {
            return new Profile(
                    number,
                    "Customer number " + number,
                    "customer-" + number + "@example.com",
                    "tenant-" + number % 100,
                    "planner");
        }
    }

    /** What they like to see. */
    record Preferences(String locale, String zone, String theme, int rowsOnAPage, boolean tips)
            implements Serializable {
        private static final long serialVersionUID = 1;

        static final Preferences USUAL = new Preferences("en-GB", "Europe/London", "dark", 50, false);
    }

    /** Where they are: the one that changes. */
    record Visit(long pages, String path, String query, long lastOrder) implements Serializable {
        private static final long serialVersionUID = 1;

        static final Visit FIRST = new Visit(1, "/contracts", "", 0);

        Visit next() {
            return new Visit(pages + 1, "/contracts/" + pages % 1_000, "view=week&sort=due&page=3", lastOrder);
        }
    }

    /** A token against forged requests. */
    static String csrf(int number) {
        return new UUID(number * 0x9E3779B97F4A7C15L, number).toString();
    }

    /** How they have logged in. */
    static final String LOGGED_IN_BY = "password,totp";
}
