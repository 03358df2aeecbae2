package dev.larder.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
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
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of Java itself of which JSON brings back all there is; what is not listed here is not known to. */
final class JavaTypes {

    /** What to do about another one. */
    static final String REMEDY =
            "Store what it holds instead, as a text, a number, a collection or a record, or give a Serializer of your own";

    /** Those of which a text is enough, even that of a key. */
    private static final Set<Class<?>> KEYS = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            UUID.class,
            URI.class,
            URL.class,
            Currency.class,
            Date.class,
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            ZonedDateTime.class,
            OffsetDateTime.class,
            OffsetTime.class,
            Duration.class,
            Period.class,
            Year.class,
            YearMonth.class,
            MonthDay.class,
            ZoneId.class,
            ZoneOffset.class);

    private static final Set<Class<?>> VALUES = Stream.concat(
                    KEYS.stream(),
                    Stream.of(
                            Locale.class,
                            Charset.class,
                            ByteBuffer.class,
                            StringBuilder.class,
                            StringBuffer.class,
                            Optional.class,
                            OptionalInt.class,
                            OptionalLong.class,
                            OptionalDouble.class,
                            AtomicBoolean.class,
                            AtomicInteger.class,
                            AtomicLong.class,
                            AtomicReference.class))
            .collect(Collectors.toUnmodifiableSet());

    /** By their names, since some came with later releases of Java. */
    private static final Set<String> CONTAINERS = Stream.concat(
                    Stream.of("java.lang.Iterable"),
                    Stream.of(
                                    "Collection SequencedCollection List Set SortedSet NavigableSet SequencedSet Queue Deque",
                                    "AbstractList AbstractSet ArrayList LinkedList Vector Stack ArrayDeque",
                                    "HashSet LinkedHashSet TreeSet EnumSet",
                                    "concurrent.CopyOnWriteArrayList concurrent.CopyOnWriteArraySet",
                                    "concurrent.ConcurrentSkipListSet concurrent.ConcurrentLinkedQueue",
                                    "concurrent.ConcurrentLinkedDeque",
                                    "Map SortedMap NavigableMap SequencedMap AbstractMap HashMap LinkedHashMap TreeMap",
                                    "EnumMap Hashtable Properties concurrent.ConcurrentMap concurrent.ConcurrentHashMap",
                                    "concurrent.ConcurrentNavigableMap concurrent.ConcurrentSkipListMap")
                            .flatMap(line -> Stream.of(line.split(" ")))
                            .map("java.util."::concat))
            .collect(Collectors.toUnmodifiableSet());

    private JavaTypes() {}

    /** Whether a class is one of Java's own. */
    static boolean isOne(Class<?> type) {
        String module = type.getModule().getName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /** Whether a value comes back equal, or with an equal content where it is equal to nothing but itself. */
    static boolean comesBack(Class<?> type) {
        return type.isPrimitive()
                || type.isArray()
                || type.isEnum()
                || VALUES.contains(type)
                || CONTAINERS.contains(type.getName());
    }

    /** Whether a key comes back equal, as which it is a text. */
    static boolean comesBackAsKey(Class<?> type) {
        return KEYS.contains(type);
    }
}
