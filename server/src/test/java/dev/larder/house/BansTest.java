package dev.larder.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody may do, in the classes or in their tests. */
final class BansTest {

    private static final String SERVER = "dev.larder.server";
    private static final String GROUNDS_SERVICE = "dev.larder.grounds.service";
    private static final String BENCH = "dev.larder.bench";
    private static final String CHECK = "dev.larder.check";
    private static final String GATEWAY = "dev.larder.gateway";

    /** Where the wall clock of this machine is read: before the first answer of a server, and where there is none. */
    private static final Set<String> WALL_CLOCKS = Set.of("dev.larder.redis.Coherence", "dev.larder.far.NoFar");

    private static final ArchRule SLEEP = noClasses()
            .should()
            .callMethodWhere(describe("Thread.sleep or TimeUnit.sleep", BansTest::sleeps))
            .because("a sleep is too long or too short: inject a clock, wait for a barrier, or use Awaitility");

    private static final ArchRule SKIP = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.junit.jupiter.api.condition.."))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                    "org\\.junit\\.jupiter\\.api\\.(Disabled|Assumptions)|org\\.junit\\.Assume|org\\.junit\\.Ignore"
                            + "|org\\.assertj\\.core\\.api\\.Assumptions|org\\.opentest4j\\.TestAbortedException"
                            + "|net\\.jqwik\\.api\\.Disabled")
            .because("a test that does not run proves nothing");

    private static final ArchRule RETRY = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.junit.jupiter.api.RepeatedTest")
            .orShould()
            .dependOnClassesThat(resideInAnyPackage("org.junitpioneer..", "io.github.artsok.."))
            .because("a test that fails at times has found something; repeat inside the test what needs many tries");

    private static final ArchRule MOCK = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.mockito..", "org.easymock..", "org.powermock..", "org.jmock..", "io.mockk..", "mockit.."))
            .because("fakes are written by hand, and servers are real");

    private static final ArchRule NAMES = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .because("such a name says nothing of what the class is");

    private static final ArchRule WALL_CLOCK = noClasses()
            .that(describe("are not where it is allowed", found -> !WALL_CLOCKS.contains(found.getName())))
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .because("deadlines are on System.nanoTime, freshness is in the server's time");

    /** The connections, the engine, sessions, tokens and limits: what decides something by the time is told it by the server. */
    private static final ArchRule INSTANT = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.larder.http..",
                    "dev.larder.embedded..",
                    "dev.larder.chaos..",
                    GATEWAY,
                    CHECK,
                    SERVER,
                    BENCH + "..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .because("clocks of processes are wrong; limits, sessions and tokens go by the server's time");

    private static final ArchRule JAVA_LOGGING = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.util.logging..", "org.slf4j.."))
            .because("the application chooses where logs go: System.Logger");

    private static final ArchRule JAVA_SERIALISATION = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(ObjectInputStream|ObjectOutputStream|ObjectInput|ObjectOutput"
                    + "|Externalizable)|java\\.beans\\.XML(Decoder|Encoder)|java\\.rmi\\.MarshalledObject")
            .because("bytes must never choose classes: there are serialisers in dev.larder.codec");

    /** Loopback, and addresses made of bytes, ask nobody. */
    private static final ArchRule RESOLVER = noClasses()
            .that()
            .resideOutsideOfPackages("dev.larder.chaos..", SERVER)
            .should()
            .callMethod(InetAddress.class, "getByName", String.class)
            .orShould()
            .callMethod(InetAddress.class, "getAllByName", String.class)
            .orShould()
            .callConstructor(InetSocketAddress.class, String.class, int.class)
            .because(
                    "a text that a stranger has sent is not to be asked a name server for: dev.larder.http.access"
                            + ".ClientAddress reads addresses, and the clients of Redis and of origins resolve what is configured");

    private static boolean sleeps(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        return call.getName().equals("sleep")
                && (owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(java.util.concurrent.TimeUnit.class));
    }

    static Stream<ArchRule> everywhere() {
        return Stream.of(SLEEP, SKIP, RETRY, MOCK, NAMES, JAVA_SERIALISATION);
    }

    static Stream<ArchRule> inMain() {
        return Stream.of(WALL_CLOCK, INSTANT, RESOLVER, NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
    }

    /** There is no mock library on the class path to be tempted with. */
    static Stream<ArchRule> provable() {
        return Stream.of(
                SLEEP,
                SKIP,
                RETRY,
                NAMES,
                JAVA_SERIALISATION,
                JAVA_LOGGING,
                WALL_CLOCK,
                INSTANT,
                RESOLVER,
                NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS,
                NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void ban_classesAndTests_obeyIt(ArchRule rule) {
        rule.check(House.MAIN);
        rule.check(House.TESTS);
    }

    @ParameterizedTest
    @MethodSource("inMain")
    void ban_classes_obeyIt(ArchRule rule) {
        rule.check(House.MAIN);
    }

    static Stream<ArchRule> inLibraries() {
        return Stream.of(JAVA_LOGGING, NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
    }

    /** The command line, the benchmarks and the sample service own their process: they may print, and set where logs go. */
    @ParameterizedTest
    @MethodSource("inLibraries")
    void ban_libraries_obeyIt(ArchRule rule) {
        rule.check(House.MAIN.that(describe(
                "are libraries",
                found -> !List.of(SERVER, CHECK, GROUNDS_SERVICE).contains(found.getPackageName())
                        && !found.getPackageName().startsWith(BENCH))));
    }

    @Test
    void packages_all_areNullMarked() {
        Stream<String> unmarked = House.MAIN.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                .map(found -> found.getName());

        assertThat(unmarked).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("provable")
    void ban_offender_isCaught(ArchRule rule) {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class.getDeclaredClasses());

        assertThat(rule.evaluate(offender).hasViolation()).isTrue();
    }
}
