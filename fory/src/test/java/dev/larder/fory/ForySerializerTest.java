package dev.larder.fory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.codec.CodecException;
import dev.larder.codec.Schema;
import dev.larder.codec.Serializer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import org.apache.fory.Fory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fory: a value comes back as it was, by another release too, and input that is not such a value is refused. */
class ForySerializerTest {

    enum Shift {
        EARLY,
        LATE
    }

    record Area(long id, String name) {}

    record Worker(
            UUID id,
            Shift shift,
            List<Area> areas,
            Map<String, Area> byName,
            Set<Shift> shifts,
            Optional<Area> home,
            byte[] picture,
            @Nullable String note) {}

    record Times(
            Instant instant,
            LocalDate day,
            LocalTime time,
            Duration length,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            BigDecimal hours,
            BigInteger count) {}

    record Node(@Nullable Node child) {}

    private final Serializer<Area> areas = ForySerializer.of(Area.class);

    private static Worker worker() {
        Area north = new Area(7, "Süd 🌱");
        return new Worker(
                new UUID(1, 2),
                Shift.LATE,
                List.of(north, new Area(8, "")),
                Map.of("n", north),
                Set.of(Shift.EARLY),
                Optional.of(north),
                new byte[] {1, 2},
                null);
    }

    @Test
    void read_record_isEqual() {
        Serializer<Worker> workers = ForySerializer.of(Worker.class, Area.class, Shift.class);

        assertThat(read(workers, workers.write(worker())))
                .usingRecursiveComparison()
                .isEqualTo(worker());
        assertThat(workers.format()).isEqualTo("fory");
    }

    @Test
    void read_times_areEqual() {
        Serializer<Times> times = ForySerializer.of(Times.class);
        Times value = new Times(
                Instant.parse("2026-03-29T00:59:59.123456789Z"),
                LocalDate.of(2026, 3, 29),
                LocalTime.of(1, 2, 3, 4),
                Duration.ofSeconds(90, 1),
                OffsetDateTime.parse("2026-03-29T01:30:00+05:30"),
                ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Paris]"),
                new BigDecimal("1.50"),
                BigInteger.TWO.pow(100));

        assertThat(read(times, times.write(value))).isEqualTo(value);
    }

    @Test
    void read_withinLargerArray_readsItsPartOnly() {
        byte[] written = areas.write(new Area(7, "north"));
        byte[] whole = new byte[written.length + 7];
        Arrays.fill(whole, (byte) 0x5a);
        System.arraycopy(written, 0, whole, 3, written.length);

        assertThat(areas.read(whole, 3, written.length)).isEqualTo(new Area(7, "north"));
        assertThatThrownBy(() -> areas.read(whole, 3, written.length + 1)).isInstanceOf(CodecException.class);
        for (int length = 0; length < written.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> areas.read(written, 0, cut)).isInstanceOf(CodecException.class);
        }
        assertThat(read(areas, written)).isEqualTo(new Area(7, "north"));
    }

    @Test
    void of_classesInAnotherOrder_areTheSame() {
        Serializer<Worker> one = ForySerializer.of(Worker.class, Area.class, Shift.class);
        Serializer<Worker> two = ForySerializer.of(Worker.class, Shift.class, Area.class, Node.class);

        assertThat(two.fingerprint()).isEqualTo(one.fingerprint());
        assertThat(read(two, one.write(worker()))).usingRecursiveComparison().isEqualTo(worker());
    }

    record Holder(List<Object> anything) {}

    record Typed<T>(T content) {}

    @Test
    void of_typeThatSaysNothingOrIsNotRegistered_isRefused() {
        assertThatThrownBy(() -> ForySerializer.of(Holder.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Holder.anything");
        assertThatThrownBy(() -> ForySerializer.of(Typed.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ForySerializer.of(Worker.class, Area.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Shift")
                .hasMessageContaining("ForySerializer.of");
    }

    interface First {
        record Contract(long id, Area area, @Nullable String note) {}
    }

    interface Grown {
        record Contract(
                long id,
                Area area,
                @Nullable String note,
                @Nullable Area second,
                @Nullable Long cents) {}
    }

    interface Shrunk {
        record Contract(long id, Area area) {}
    }

    interface Noted {
        record Contract(long id, Area area, @Nullable Integer note) {}
    }

    interface Renamed {
        record Contract(long number, Area area, @Nullable String note) {}
    }

    interface Deeper {
        record Area(long id, String town) {}

        record Contract(long id, Area area, @Nullable String note) {}
    }

    @Test
    void read_optionalPropertiesAddedOrRemoved_isAHitBothWays() {
        Serializer<First.Contract> first = ForySerializer.of(First.Contract.class, Area.class);
        Serializer<Grown.Contract> grown = ForySerializer.of(Grown.Contract.class, Area.class);
        Serializer<Shrunk.Contract> shrunk = ForySerializer.of(Shrunk.Contract.class, Area.class);
        Area area = new Area(7, "north");
        First.Contract value = new First.Contract(1, area, "ring");

        assertThat(grown.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(shrunk.fingerprint()).isEqualTo(first.fingerprint());
        Grown.Contract read = read(grown, first.write(value));
        assertThat(read.note()).isEqualTo("ring");
        assertThat(read.second()).isNull();
        assertThat(read(first, grown.write(new Grown.Contract(1, area, "ring", area, 5L))))
                .isEqualTo(value);
        assertThat(read(shrunk, first.write(value))).isEqualTo(new Shrunk.Contract(1, area));
        assertThat(read(first, shrunk.write(new Shrunk.Contract(1, area))))
                .isEqualTo(new First.Contract(1, area, null));
    }

    @Test
    void read_incompatibleChange_isRefused() {
        Serializer<First.Contract> first = ForySerializer.of(First.Contract.class, Area.class);
        Serializer<Noted.Contract> noted = ForySerializer.of(Noted.Contract.class, Area.class);
        byte[] written = first.write(new First.Contract(1, new Area(7, "north"), "12"));

        assertThat(noted.fingerprint()).isEqualTo(first.fingerprint());
        assertThatThrownBy(() -> read(noted, written))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("another type");
        assertThat(ForySerializer.of(Renamed.Contract.class, Area.class).fingerprint())
                .isNotEqualTo(first.fingerprint());
        assertThat(ForySerializer.of(Deeper.Contract.class, Deeper.Area.class).fingerprint())
                .isNotEqualTo(first.fingerprint());
    }

    static class Machine {
        long id;
    }

    static class Mower extends Machine {
        int width;

        @Nullable
        String note;
    }

    static class Fleet {
        @Nullable
        Machine first;

        @Nullable
        IntSupplier rank;
    }

    record Rank(int rank) implements IntSupplier {
        @Override
        public int getAsInt() {
            return rank;
        }
    }

    interface Wider {
        class Mower extends Machine {
            long width;

            @Nullable
            String note;
        }

        record Rank(long rank) implements IntSupplier {
            @Override
            public int getAsInt() {
                return (int) rank;
            }
        }
    }

    @Test
    void schema_ofChangedSubclass_isAnother() {
        Serializer<Fleet> fleet = ForySerializer.of(Fleet.class, Machine.class, Mower.class, Rank.class);
        Serializer<Machine> machines = ForySerializer.of(Machine.class, Mower.class);
        Mower mower = new Mower();
        mower.width = 3;
        mower.note = "a";
        Fleet one = new Fleet();
        one.first = mower;
        one.rank = new Rank(4);

        assertThat(read(fleet, fleet.write(one))).usingRecursiveComparison().isEqualTo(one);
        assertThat(read(machines, machines.write(mower)))
                .usingRecursiveComparison()
                .isEqualTo(mower);
        assertThat(Schema.ofFields("fory", Fleet.class, Machine.class, Mower.class, Rank.class)
                        .options())
                .isNotEqualTo(Schema.ofFields("fory", Fleet.class, Machine.class, Mower.class, Wider.Rank.class)
                        .options());
        assertThat(ForySerializer.of(Machine.class, Wider.Mower.class).fingerprint())
                .isNotEqualTo(machines.fingerprint());
        assertThat(Schema.ofFields("fory", Fleet.class, Machine.class, Mower.class)
                        .options())
                .isNotEqualTo(Schema.ofFields("fory", Fleet.class, Machine.class, Wider.Mower.class)
                        .options());
    }

    interface Early {
        enum Shift {
            EARLY
        }

        record Day(Shift shift) {}
    }

    record Day(Shift shift) {}

    @Test
    void read_unknownConstant_isRefused() {
        Serializer<Day> days = ForySerializer.of(Day.class, Shift.class);
        Serializer<Early.Day> early = ForySerializer.of(Early.Day.class, Early.Shift.class);

        assertThat(read(early, days.write(new Day(Shift.EARLY)))).isEqualTo(new Early.Day(Early.Shift.EARLY));
        assertThatThrownBy(() -> read(early, days.write(new Day(Shift.LATE)))).isInstanceOf(CodecException.class);
    }

    @Test
    void read_deepNesting_isRefusedAtTheLimit() {
        Serializer<Node> nodes = ForySerializer.of(Node.class);

        assertThat(read(nodes, nodes.write(chain(90)))).isEqualTo(chain(90));
        assertThatThrownBy(() -> read(nodes, nodes.write(chain(200)))).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> nodes.write(chain(100_000))).isInstanceOf(CodecException.class);
        assertThat(read(nodes, nodes.write(chain(90)))).isEqualTo(chain(90));
    }

    private static Node chain(int depth) {
        Node node = new Node(null);
        for (int i = 1; i < depth; i++) {
            node = new Node(node);
        }
        return node;
    }

    @Test
    void write_beyondTheLimit_isRefused() {
        assertThatThrownBy(() -> areas.write(new Area(1, "x".repeat((16 << 20) + 1))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("at most");
        assertThatThrownBy(() -> areas.read(new byte[(16 << 20) + 1], 0, (16 << 20) + 1))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void read_valueOfAnotherRegisteredClass_isRefused() {
        byte[] text = Fory.builder().withXlang(false).build().serialize("text");

        assertThatThrownBy(() -> read(areas, text)).isInstanceOf(CodecException.class);
    }

    @Test
    void read_refused_doesNotShowTheValue() {
        Serializer<Worker> workers = ForySerializer.of(Worker.class, Area.class, Shift.class);
        byte[] written = workers.write(worker());

        assertThatThrownBy(() -> workers.read(written, 0, written.length - 3))
                .isInstanceOf(CodecException.class)
                .hasNoCause()
                .hasMessageNotContaining("Süd");
    }

    @Test
    void serializer_usedByManyThreads_mixesNothingUp() throws Exception {
        Serializer<Worker> workers = ForySerializer.of(Worker.class, Area.class, Shift.class);
        ExecutorService threads = Threads.manyIfPossible();
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int number = i;
            Callable<Boolean> task = () -> {
                for (int j = 0; j < 200; j++) {
                    Worker one = new Worker(
                            new UUID(number, j),
                            Shift.EARLY,
                            List.of(new Area(number, "a" + j)),
                            Map.of(),
                            Set.of(),
                            Optional.empty(),
                            new byte[0],
                            "n" + number);
                    Worker read = read(workers, workers.write(one));
                    if (!read.id().equals(one.id()) || !read.areas().equals(one.areas())) {
                        return false;
                    }
                }
                return true;
            };
            all.add(threads.submit(task));
        }
        for (Future<Boolean> one : all) {
            assertThat(one.get()).isTrue();
        }
        threads.shutdown();
    }

    /** Virtual threads where the JVM has them. */
    private static final class Threads {
        static ExecutorService manyIfPossible() throws ReflectiveOperationException {
            return Runtime.version().feature() < 21
                    ? Executors.newFixedThreadPool(16)
                    : (ExecutorService) Executors.class
                            .getMethod("newVirtualThreadPerTaskExecutor")
                            .invoke(null);
        }
    }

    private static <T> T read(Serializer<T> serializer, byte[] bytes) {
        return serializer.read(bytes, 0, bytes.length);
    }

    interface Tool {}

    record Saw(String secret) implements Tool {}

    record Drill(int power) implements Tool {}

    record Chest(Collection<String> names, @Nullable Tool tool) {}

    @Test
    void write_classThatIsNotRegistered_isNamedWithoutItsValue() {
        Serializer<Chest> chests = ForySerializer.of(Chest.class, Drill.class);
        List<String> view = Collections.nCopies(2, "hidden");

        assertThatThrownBy(() -> chests.write(new Chest(List.of(), new Saw("hidden"))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("cannot be written by Fory: " + Saw.class.getName() + " is not registered")
                .hasMessageContaining("ForySerializer.of")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> chests.write(new Chest(new HashMap<>(Map.of(1, "hidden")).values(), null)))
                .hasMessageContaining("java.util.HashMap$Values is not registered")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> chests.write(new Chest(view, null)))
                .hasMessageContaining("java.util.Collections$CopiesList is not registered")
                .hasMessageContaining("new ArrayList<>(...)")
                .hasMessageNotContaining("hidden");
    }
}
