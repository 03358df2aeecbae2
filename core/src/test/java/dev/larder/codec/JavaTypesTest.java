package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.File;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Types of Java: those that are allowed come back equal, as a value and as a key; the rest is refused. */
class JavaTypesTest {

    record Box<T>(T held) {}

    record Case(TypeRef<?> type, Object value) {}

    private static Case box(TypeRef<?> type, Object value) {
        return new Case(type, new Box<>(value));
    }

    static List<Case> scalars() {
        return List.of(
                box(new TypeRef<Box<Boolean>>() {}, true),
                box(new TypeRef<Box<Byte>>() {}, (byte) -1),
                box(new TypeRef<Box<Short>>() {}, Short.MIN_VALUE),
                box(new TypeRef<Box<Character>>() {}, '\u0000'),
                box(new TypeRef<Box<Integer>>() {}, Integer.MIN_VALUE),
                box(new TypeRef<Box<Long>>() {}, Long.MIN_VALUE),
                box(new TypeRef<Box<Float>>() {}, Float.MIN_VALUE),
                box(new TypeRef<Box<Double>>() {}, -0.0),
                box(new TypeRef<Box<Double>>() {}, Double.NaN),
                box(new TypeRef<Box<String>>() {}, ""),
                box(new TypeRef<Box<BigInteger>>() {}, BigInteger.TEN.pow(100)),
                box(new TypeRef<Box<BigDecimal>>() {}, new BigDecimal("1.10")),
                box(new TypeRef<Box<BigDecimal>>() {}, new BigDecimal("1E+5")),
                box(new TypeRef<Box<UUID>>() {}, new UUID(1, 2)),
                box(new TypeRef<Box<URI>>() {}, URI.create("/a%20b?c#d")),
                box(new TypeRef<Box<Currency>>() {}, Currency.getInstance("EUR")),
                box(new TypeRef<Box<Date>>() {}, new Date(-62_135_769_600_001L)),
                box(new TypeRef<Box<Instant>>() {}, Instant.MIN),
                box(new TypeRef<Box<LocalDate>>() {}, LocalDate.MIN),
                box(new TypeRef<Box<LocalTime>>() {}, LocalTime.MAX),
                box(new TypeRef<Box<LocalDateTime>>() {}, LocalDateTime.MAX),
                box(new TypeRef<Box<ZonedDateTime>>() {}, LocalDateTime.MAX.atZone(ZoneId.of("Europe/Paris"))),
                box(new TypeRef<Box<OffsetDateTime>>() {}, OffsetDateTime.MAX),
                box(new TypeRef<Box<OffsetTime>>() {}, OffsetTime.MIN),
                box(new TypeRef<Box<Duration>>() {}, Duration.ofNanos(-1)),
                box(new TypeRef<Box<Period>>() {}, Period.of(1, -2, 3)),
                box(new TypeRef<Box<Year>>() {}, Year.of(-5)),
                box(new TypeRef<Box<YearMonth>>() {}, YearMonth.of(-5, 1)),
                box(new TypeRef<Box<MonthDay>>() {}, MonthDay.of(2, 29)),
                box(new TypeRef<Box<ZoneId>>() {}, ZoneId.of("UTC+1")),
                box(new TypeRef<Box<ZoneOffset>>() {}, ZoneOffset.MIN),
                box(new TypeRef<Box<DayOfWeek>>() {}, DayOfWeek.FRIDAY),
                box(new TypeRef<Box<TimeUnit>>() {}, TimeUnit.DAYS));
    }

    static List<Case> others() {
        return List.of(
                box(new TypeRef<Box<Locale>>() {}, Locale.forLanguageTag("zh-Hans-CN")),
                box(new TypeRef<Box<Charset>>() {}, StandardCharsets.UTF_16),
                box(new TypeRef<Box<ByteBuffer>>() {}, ByteBuffer.wrap(new byte[] {1})),
                box(new TypeRef<Box<Optional<String>>>() {}, Optional.empty()),
                box(new TypeRef<Box<OptionalInt>>() {}, OptionalInt.of(0)),
                box(new TypeRef<Box<OptionalLong>>() {}, OptionalLong.empty()),
                box(new TypeRef<Box<OptionalDouble>>() {}, OptionalDouble.of(-0.0)),
                box(new TypeRef<Box<Map.Entry<String, Long>>>() {}, Map.entry("a", 1L)),
                box(new TypeRef<Box<Collection<String>>>() {}, List.of("a")),
                box(new TypeRef<Box<Iterable<String>>>() {}, List.of("a")),
                box(new TypeRef<Box<Set<String>>>() {}, Set.of("a")),
                box(new TypeRef<Box<NavigableSet<String>>>() {}, new TreeSet<>(Set.of("a"))),
                box(new TypeRef<Box<Deque<String>>>() {}, new LinkedList<>(List.of("a"))),
                box(new TypeRef<Box<Vector<String>>>() {}, new Vector<>(List.of("a"))),
                box(new TypeRef<Box<EnumSet<TimeUnit>>>() {}, EnumSet.of(TimeUnit.DAYS)),
                box(new TypeRef<Box<CopyOnWriteArrayList<String>>>() {}, new CopyOnWriteArrayList<>(List.of("a"))),
                box(new TypeRef<Box<ConcurrentSkipListSet<String>>>() {}, new ConcurrentSkipListSet<>(Set.of("a"))),
                box(new TypeRef<Box<TreeMap<String, String>>>() {}, new TreeMap<>(Map.of("a", "b"))),
                box(new TypeRef<Box<Hashtable<String, String>>>() {}, new Hashtable<>(Map.of("a", "b"))),
                box(new TypeRef<Box<EnumMap<TimeUnit, String>>>() {}, new EnumMap<>(Map.of(TimeUnit.DAYS, "b"))),
                box(new TypeRef<Box<ConcurrentHashMap<Long, String>>>() {}, new ConcurrentHashMap<>(Map.of(1L, "b"))));
    }

    @ParameterizedTest
    @MethodSource({"scalars", "others"})
    void read_typeThatIsAllowed_isEqual(Case one) {
        assertThat(again(one.type().type(), one.value())).containsOnly(one.value());
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void read_keyThatIsAllowed_isEqual(Case one) {
        Object key = ((Box<?>) one.value()).held();
        Class<?> raw = (Class<?>) ((ParameterizedType) one.type().type()).getActualTypeArguments()[0];
        Type type =
                JsonMappers.within(JsonLimits.DEFAULT).getTypeFactory().constructMapType(Map.class, raw, String.class);

        assertThat(again(type, Map.of(key, "a"))).containsOnly(Map.of(key, "a"));
    }

    @Test
    void read_arraysAndMutableTypes_holdTheSame() {
        assertThat(again(int[].class, new int[] {1}))
                .allSatisfy(read -> assertThat(read).isEqualTo(new int[] {1}));
        assertThat(again(byte[][].class, new byte[][] {{1}, {}}))
                .allSatisfy(read -> assertThat(read).isEqualTo(new byte[][] {{1}, {}}));
        assertThat(again(char[].class, "a".toCharArray()))
                .allSatisfy(read -> assertThat(read).isEqualTo("a".toCharArray()));
        assertThat(again(AtomicLong.class, new AtomicLong(3)))
                .allSatisfy(read -> assertThat(read).hasToString("3"));
        assertThat(again(StringBuilder.class, new StringBuilder("a")))
                .allSatisfy(read -> assertThat(read).hasToString("a"));
    }

    static List<TypeRef<?>> lossy() {
        return List.of(
                new TypeRef<Box<BitSet>>() {},
                new TypeRef<Box<java.sql.Timestamp>>() {},
                new TypeRef<Box<java.sql.Date>>() {},
                new TypeRef<Box<Pattern>>() {},
                new TypeRef<Box<Calendar>>() {},
                new TypeRef<Box<TimeZone>>() {},
                new TypeRef<Box<File>>() {},
                new TypeRef<Box<Path>>() {},
                new TypeRef<Box<InetAddress>>() {},
                new TypeRef<Box<Random>>() {},
                new TypeRef<Box<CompletableFuture<String>>>() {},
                new TypeRef<Box<LongAdder>>() {},
                new TypeRef<Box<AbstractMap.SimpleEntry<String, String>>>() {},
                new TypeRef<Box<java.awt.Point>>() {},
                new TypeRef<Box<IntSummaryStatistics>>() {},
                new TypeRef<Box<Exception>>() {},
                new TypeRef<Box<javax.xml.namespace.QName>>() {},
                new TypeRef<Box<PriorityQueue<String>>>() {},
                new TypeRef<Box<ArrayBlockingQueue<String>>>() {},
                new TypeRef<Box<WeakHashMap<String, String>>>() {},
                new TypeRef<Box<IdentityHashMap<String, String>>>() {});
    }

    @ParameterizedTest
    @MethodSource("lossy")
    void serializer_typeOfJavaThatLosesAPart_isRefused(TypeRef<?> type) {
        assertThatThrownBy(() -> Serializers.json(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Box.held is declared as java")
                .hasMessageContaining("of which not all would come back")
                .hasMessageContaining("Serializer of your own");
        assertThatThrownBy(() -> Serializers.cbor(type)).hasMessageContaining("Box.held is declared as java");
    }

    static List<TypeRef<?>> nested() {
        return List.of(
                new TypeRef<Box<Optional<Optional<String>>>>() {},
                new TypeRef<Box<Optional<OptionalInt>>>() {},
                new TypeRef<Box<AtomicReference<Optional<String>>>>() {},
                new TypeRef<Box<Optional<JsonNode>>>() {});
    }

    @ParameterizedTest
    @MethodSource("nested")
    void serializer_optionalInAnOptional_isRefused(TypeRef<?> type) {
        assertThatThrownBy(() -> Serializers.json(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Box.held is declared as java.util");
    }

    record Pair(int one, int two) {}

    record Name(String value) {}

    record Code(@JsonKey String value) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Code {}
    }

    record Id(@JsonValue String value) {}

    record Number7(@JsonValue int value) {}

    static List<TypeRef<?>> keys() {
        return List.of(
                new TypeRef<Map<Pair, String>>() {},
                new TypeRef<Map<Name, String>>() {},
                new TypeRef<Map<Number7, String>>() {},
                new TypeRef<Map<List<String>, String>>() {},
                new TypeRef<Map<Optional<String>, String>>() {},
                new TypeRef<Map<OptionalInt, String>>() {},
                new TypeRef<Map<byte[], String>>() {},
                new TypeRef<Map<Locale, String>>() {},
                new TypeRef<Map<File, String>>() {},
                new TypeRef<Box<List<Map<Pair, String>>>>() {},
                new TypeRef<Map.Entry<Pair, String>>() {});
    }

    @ParameterizedTest
    @MethodSource("keys")
    void serializer_keyThatIsNotReadBack_isRefused(TypeRef<?> type) {
        assertThatThrownBy(() -> Serializers.json(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*(a key of .* is declared as|Cannot find a \\(Map\\) Key deserializer).*");
        assertThatThrownBy(() -> Serializers.cbor(type)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void read_keyThatSaysWhichTextItIs_isEqual() {
        assertThat(again(new TypeRef<Map<Code, String>>() {}.type(), Map.of(new Code("x"), "a")))
                .containsOnly(Map.of(new Code("x"), "a"));
        assertThat(again(new TypeRef<Map<Id, String>>() {}.type(), Map.of(new Id("x"), "a")))
                .containsOnly(Map.of(new Id("x"), "a"));
    }

    static final class Unmade {
        private final String text;

        private Unmade(String text, int times) {
            this.text = text.repeat(times);
        }

        public void setOther(String other) {
            assertThat(other).isNotEqualTo(text);
        }
    }

    @Test
    void serializer_classThatNothingMakes_isRefused() {
        assertThatThrownBy(() -> Serializers.json(new TypeRef<Box<List<Unmade>>>() {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Box.held[] is declared as " + Unmade.class.getName())
                .hasMessageContaining("no constructor")
                .hasMessageContaining("@JsonCreator");
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Made.class, name = "made"),
        @JsonSubTypes.Type(value = Odd.class, name = "odd")
    })
    interface Choice {}

    record Made(int number) implements Choice {}

    static final class Odd implements Choice {
        private Odd(String one, String two) {
            assertThat(one).isNotEqualTo(two);
        }

        public void setNumber(int number) {
            assertThat(number).isPositive();
        }
    }

    static final class Rows extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        private Rows(String first, String second) {
            super(List.of(first, second));
        }
    }

    @Test
    void serializer_subtypeOrCollectionThatNothingMakes_isRefused() {
        assertThatThrownBy(() -> Serializers.json(new TypeRef<Box<List<Choice>>>() {}))
                .hasMessageContaining("Box.held[] is declared as " + Odd.class.getName())
                .hasMessageContaining("no constructor");
        assertThatThrownBy(() -> Serializers.json(new TypeRef<Box<Rows>>() {}))
                .hasMessageContaining("Box.held is declared as " + Rows.class.getName())
                .hasMessageContaining("no constructor");
    }

    /** What comes back of JSON, and of CBOR. */
    @SuppressWarnings("unchecked")
    private static List<Object> again(Type type, Object value) {
        List<Object> read = new ArrayList<>();
        for (JsonEncoding encoding : JsonEncoding.values()) {
            Serializer<Object> serializer = JsonSerializer.of(encoding, type, JsonLimits.DEFAULT);
            byte[] bytes = serializer.write(value);
            read.add(serializer.read(bytes, 0, bytes.length));
        }
        return read;
    }
}
