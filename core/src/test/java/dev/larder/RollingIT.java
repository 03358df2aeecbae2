package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.embedded.EmbeddedRedis;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two releases side by side: other schemas or other versions of the policy under the same name. */
class RollingIT {

    record Before(long id, String area) {}

    record After(long id, int area) {}

    enum Shift {
        EARLY,
        LATE
    }

    record Tour<T>(long id, T stops) {}

    record Contract(
            long id,
            Customer customer,
            List<Visit> visits,
            Tour<List<String>> tour,
            @Nullable String note) {}

    record Customer(String name) {}

    record Visit(Shift shift, Map<String, Price> prices) {}

    record Price(long cents) {}

    private static final Contract FIRST = new Contract(
            1,
            new Customer("north"),
            List.of(new Visit(Shift.LATE, Map.of("mow", new Price(990)))),
            new Tour<>(1, List.of("gate")),
            "ring");

    /** A later release with optional properties more, at two depths. */
    interface Grown {
        record Contract(
                long id,
                Customer customer,
                List<Visit> visits,
                Tour<List<String>> tour,
                @Nullable String note,
                Optional<List<String>> tags) {}

        record Customer(String name, @Nullable Instant since) {}
    }

    /** One with an optional property less. */
    interface Shrunk {
        record Contract(long id, Customer customer, List<Visit> visits, Tour<List<String>> tour) {}
    }

    /** One where a price has another type, in a map in a list. */
    interface Deeper {
        record Contract(
                long id,
                Customer customer,
                List<Visit> visits,
                Tour<List<String>> tour,
                @Nullable String note) {}

        record Visit(Shift shift, Map<String, Price> prices) {}

        record Price(int cents) {}
    }

    /** One where the customer is called otherwise. */
    interface Renamed {
        record Contract(
                long id,
                Customer client,
                List<Visit> visits,
                Tour<List<String>> tour,
                @Nullable String note) {}
    }

    /** One with another type argument. */
    interface Narrowed {
        record Contract(
                long id,
                Customer customer,
                List<Visit> visits,
                Tour<Set<String>> tour,
                @Nullable String note) {}
    }

    /** One where the note, which may be missing, is a list. */
    interface Noted {
        record Contract(
                long id,
                Customer customer,
                List<Visit> visits,
                Tour<List<String>> tour,
                @Nullable List<String> note) {}
    }

    /** One where the note must not be missing any more. */
    interface Strict {
        record Contract(long id, Customer customer, List<Visit> visits, Tour<List<String>> tour, String note) {}
    }

    interface Early {
        enum Shift {
            EARLY
        }
    }

    private static final AtomicInteger NAMES = new AtomicInteger();

    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void get_writtenUnderAnotherSchema_isLoadedAnew() {
        try (Larder one = Quiet.patient(redis.uri());
                Larder two = Quiet.patient(redis.uri())) {
            Cache<Long, Before> before = one.cache("schema", Long.class, Before.class, spec -> {});
            Cache<Long, After> after = two.cache("schema", Long.class, After.class, spec -> {});
            before.put(1L, new Before(1, "7"));

            assertThat(after.get(1L, id -> new After(id, 8))).isEqualTo(new After(1, 8));
            assertThat(after.stats().unreadable()).isEqualTo(1);
            Waits.forFills(after, 1);

            assertThat(before.get(1L, id -> new Before(id, "9"))).isEqualTo(new Before(1, "9"));
        }
    }

    static Stream<Function<Class<?>, Serializer<?>>> formats() {
        return Stream.of(Serializers::json, Serializers::cbor);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void lookup_optionalPropertyAdded_isAHitBothWays(Function<Class<?>, Serializer<?>> format) {
        var tags = Optional.of(List.of("a"));
        reads(
                format,
                FIRST,
                new Grown.Contract(
                        1, new Grown.Customer("north", null), FIRST.visits(), FIRST.tour(), "ring", Optional.empty()),
                new Grown.Contract(
                        1, new Grown.Customer("north", Instant.EPOCH), FIRST.visits(), FIRST.tour(), "ring", tags),
                FIRST);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void lookup_optionalPropertyRemoved_isAHitBothWays(Function<Class<?>, Serializer<?>> format) {
        var shrunk = new Shrunk.Contract(1, FIRST.customer(), FIRST.visits(), FIRST.tour());
        reads(format, FIRST, shrunk, shrunk, new Contract(1, FIRST.customer(), FIRST.visits(), FIRST.tour(), null));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void lookup_typeChangedDeepInside_isAMissBothWays(Function<Class<?>, Serializer<?>> format) {
        var visits = List.of(new Deeper.Visit(Shift.LATE, Map.of("mow", new Deeper.Price(990))));
        refuses(format, FIRST, new Deeper.Contract(1, FIRST.customer(), visits, FIRST.tour(), "ring"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void lookup_propertyRenamed_isAMissBothWays(Function<Class<?>, Serializer<?>> format) {
        refuses(format, FIRST, new Renamed.Contract(1, FIRST.customer(), FIRST.visits(), FIRST.tour(), "ring"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void lookup_typeArgumentChanged_isAMissBothWays(Function<Class<?>, Serializer<?>> format) {
        Tour<Set<String>> tour = new Tour<>(1, Set.of("gate"));
        refuses(format, FIRST, new Narrowed.Contract(1, FIRST.customer(), FIRST.visits(), tour, "ring"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void lookup_typeOfOptionalPropertyChanged_isAMissBothWays(Function<Class<?>, Serializer<?>> format) {
        List<String> note = List.of("ring");
        refuses(format, FIRST, new Noted.Contract(1, FIRST.customer(), FIRST.visits(), FIRST.tour(), note));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void lookup_optionalPropertyRequired_isAMissBothWays(Function<Class<?>, Serializer<?>> format) {
        refuses(format, FIRST, new Strict.Contract(1, FIRST.customer(), FIRST.visits(), FIRST.tour(), "ring"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void lookup_constantOfAnotherRelease_isACountedMiss(Function<Class<?>, Serializer<?>> format) {
        String name = name();
        try (Larder one = Quiet.patient(redis.uri());
                Larder two = Quiet.patient(redis.uri())) {
            Cache<Long, Shift> before = cache(one, name, Shift.class, format);
            Cache<Long, Early.Shift> after = cache(two, name, Early.Shift.class, format);
            before.put(1L, Shift.EARLY);
            before.put(2L, Shift.LATE);

            assertThat(after.get(1L, id -> null)).isEqualTo(Early.Shift.EARLY);
            assertThat(after.lookup(2L)).isInstanceOf(Lookup.Miss.class);
            assertThat(after.stats().unreadable()).isEqualTo(1);
        }
    }

    /** What either release has stored is an answer for the other. */
    private static <A, B> void reads(Function<Class<?>, Serializer<?>> format, A old, B oldRead, B late, A lateRead) {
        String name = name();
        try (Larder one = Quiet.patient(redis.uri());
                Larder two = Quiet.patient(redis.uri())) {
            Cache<Long, A> before = cache(one, name, type(old), format);
            Cache<Long, B> after = cache(two, name, type(late), format);
            before.put(1L, old);
            after.put(2L, late);

            assertThat(after.get(1L, RollingIT::neverLoaded)).isEqualTo(oldRead);
            assertThat(before.get(2L, RollingIT::neverLoaded)).isEqualTo(lateRead);
            assertThat(before.stats().unreadable() + after.stats().unreadable()).isZero();
        }
    }

    /** What either release has stored is a counted miss for the other, which loads its own. */
    private static <A, B> void refuses(Function<Class<?>, Serializer<?>> format, A old, B late) {
        String name = name();
        try (Larder one = Quiet.patient(redis.uri());
                Larder two = Quiet.patient(redis.uri())) {
            Cache<Long, A> before = cache(one, name, type(old), format);
            Cache<Long, B> after = cache(two, name, type(late), format);
            before.put(1L, old);
            after.put(2L, late);

            assertThat(after.lookup(1L)).isInstanceOf(Lookup.Miss.class);
            assertThat(before.lookup(2L)).isInstanceOf(Lookup.Miss.class);
            assertThat(after.stats().unreadable()).isEqualTo(1);
            assertThat(before.stats().unreadable()).isEqualTo(1);
            assertThat(after.get(1L, id -> late)).isEqualTo(late);
            assertThat(before.get(2L, id -> old)).isEqualTo(old);
        }
    }

    private static <T> T neverLoaded(Object key) {
        throw new AssertionError("key " + key + " was loaded");
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> type(T value) {
        return (Class<T>) value.getClass();
    }

    @SuppressWarnings("unchecked")
    private static <T> Cache<Long, T> cache(
            Larder larder, String name, Class<T> type, Function<Class<?>, Serializer<?>> format) {
        return larder.cache(name, Long.class, type, spec -> spec.values((Serializer<T>) format.apply(type)));
    }

    private static String name() {
        return "rolling" + NAMES.incrementAndGet();
    }

    @Test
    void get_bothSchemasAtOnce_neverSeeEachOther() throws Exception {
        try (Larder one = Quiet.patient(redis.uri());
                Larder two = Quiet.patient(redis.uri())) {
            Cache<Long, Before> before = one.cache("both", Long.class, Before.class, spec -> {});
            Cache<Long, After> after = two.cache("both", Long.class, After.class, spec -> {});
            CyclicBarrier barrier = new CyclicBarrier(2);
            Background<Integer> old = Background.run(() -> {
                barrier.await();
                for (long i = 0; i < 300; i++) {
                    assertThat(before.get(i % 3, id -> new Before(id, "7"))).isEqualTo(new Before(i % 3, "7"));
                }
                return 0;
            });
            Background<Integer> fresh = Background.run(() -> {
                barrier.await();
                for (long i = 0; i < 300; i++) {
                    assertThat(after.get(i % 3, id -> new After(id, 8))).isEqualTo(new After(i % 3, 8));
                }
                return 0;
            });

            assertThat(old.await() + fresh.await()).isZero();
        }
    }

    @Test
    void get_writtenUnderAnotherPolicyVersion_isLoadedAnew() {
        try (Larder one = Quiet.patient(redis.uri());
                Larder two = Quiet.patient(redis.uri())) {
            Cache<Long, String> before = one.cache("policy", Long.class, String.class, spec -> {});
            Cache<Long, String> after =
                    two.cache("policy", Long.class, String.class, spec -> spec.policy(policy -> policy.version(2)));
            before.put(1L, "old");
            before.put(2L, "old");

            assertThat(after.get(1L, id -> "new")).isEqualTo("new");
            assertThat(after.lookup(2L)).isInstanceOf(Lookup.Miss.class);
            Waits.forFills(after, 1);

            assertThat(before.get(1L, id -> "old again")).isEqualTo("old again");
        }
    }
}
