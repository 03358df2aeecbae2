package dev.larder.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house: imports go down, and only through the doors. */
final class FloorsTest {

    /** A package and the packages of the house that its classes may use. Everything that exists is listed. */
    record Room(String name, Set<String> knows) {

        static Room of(String name, String... knows) {
            return new Room(name, Set.of(knows));
        }

        boolean mayUse(JavaClass other) {
            String used = other.getPackageName();
            return !used.startsWith("dev.larder") || used.equals(name) || knows.contains(used);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String API = "dev.larder";
    private static final String WORDS = "dev.larder.words";
    private static final String CODEC = "dev.larder.codec";
    private static final String CONFIG = "dev.larder.config";
    private static final String ENVELOPE = "dev.larder.envelope";
    private static final String COMPRESS = "dev.larder.compress";
    private static final String CRYPTO = "dev.larder.crypto";
    private static final String TAG = "dev.larder.tag";
    private static final String POLICY = "dev.larder.policy";
    private static final String LOAD = "dev.larder.load";
    private static final String FAR = "dev.larder.far";
    private static final String RIGHTS = "dev.larder.rights";
    private static final String NEAR = "dev.larder.near";
    private static final String OUTAGE = "dev.larder.outage";
    private static final String REDIS = "dev.larder.redis";
    private static final String EMBEDDED = "dev.larder.embedded";
    private static final String CHAOS = "dev.larder.chaos";
    private static final String FORY = "dev.larder.fory";
    private static final String HTTP = "dev.larder.http";
    private static final String HTTP_MESSAGE = "dev.larder.http.message";
    private static final String HTTP_DECISION = "dev.larder.http.decision";
    private static final String HTTP_GUARD = "dev.larder.http.guard";
    private static final String HTTP_ACCESS = "dev.larder.http.access";
    private static final String HTTP_SERVLET = "dev.larder.http.servlet";
    private static final String SESSION = "dev.larder.session";
    private static final String TOKEN = "dev.larder.session.token";
    private static final String LIMIT = "dev.larder.session.limit";
    private static final String CREDENTIAL = "dev.larder.session.credential";
    private static final String GROUNDS = "dev.larder.grounds";
    private static final String GROUNDS_SERVICE = "dev.larder.grounds.service";
    private static final String BENCH = "dev.larder.bench";
    private static final String BENCH_HTTP = "dev.larder.bench.http";
    private static final String BENCH_SESSION = "dev.larder.bench.session";
    private static final String BENCH_LIMIT = "dev.larder.bench.limit";
    private static final String BENCH_TRACE = "dev.larder.bench.trace";
    private static final String BENCH_PEER = "dev.larder.bench.peer";
    private static final String BENCH_STORE = "dev.larder.bench.store";
    private static final String BENCH_TWO_TIER = "dev.larder.bench.twotier";
    private static final String BENCH_CHILD = "dev.larder.bench.child";
    private static final String CHECK = "dev.larder.check";
    private static final String TCK = "dev.larder.tck";
    private static final String GATEWAY = "dev.larder.gateway";
    private static final String SERVER = "dev.larder.server";

    /**
     * From the ground up. {@code config} builds the settings of the API, which in turn let it read a file for them; the gateway has it read
     * its own beside those.
     */
    private static final List<Room> ROOMS = List.of(
            Room.of(CHAOS),
            Room.of(EMBEDDED, CHAOS),
            Room.of(WORDS),
            Room.of(REDIS, WORDS),
            Room.of(CODEC, WORDS),
            Room.of(CRYPTO),
            Room.of(ENVELOPE, CRYPTO),
            Room.of(COMPRESS),
            Room.of(LOAD),
            Room.of(POLICY),
            Room.of(TAG),
            Room.of(FAR, TAG, REDIS),
            Room.of(RIGHTS, FAR),
            Room.of(NEAR, FAR, TAG),
            Room.of(OUTAGE, FAR, REDIS),
            Room.of(CONFIG, API, CODEC, WORDS),
            Room.of(API, OUTAGE, FAR, LOAD, NEAR, POLICY, TAG, CODEC, COMPRESS, CRYPTO, ENVELOPE, CONFIG, REDIS),
            Room.of(FORY, CODEC),
            Room.of(CREDENTIAL, CRYPTO),
            Room.of(SESSION, CREDENTIAL, API, CODEC, CRYPTO, REDIS),
            Room.of(TOKEN, CREDENTIAL, API, CODEC, CRYPTO, REDIS),
            Room.of(LIMIT, API, CRYPTO, REDIS),
            Room.of(HTTP_MESSAGE),
            Room.of(HTTP_DECISION, HTTP_MESSAGE),
            Room.of(HTTP_GUARD, HTTP_MESSAGE),
            Room.of(HTTP, HTTP_MESSAGE, HTTP_DECISION, HTTP_GUARD, API, CODEC),
            Room.of(HTTP_ACCESS, HTTP, HTTP_MESSAGE, HTTP_GUARD, SESSION, TOKEN, LIMIT, CODEC),
            Room.of(HTTP_SERVLET, HTTP, HTTP_MESSAGE, HTTP_GUARD, API),
            Room.of(TCK, API, CODEC, CRYPTO, RIGHTS, REDIS, EMBEDDED, CHAOS),
            Room.of(GROUNDS, API, CODEC),
            Room.of(GROUNDS_SERVICE, GROUNDS, HTTP_ACCESS, SESSION, LIMIT, API, CODEC),
            Room.of(BENCH_HTTP),
            Room.of(BENCH_SESSION, SESSION, API, CRYPTO, REDIS),
            Room.of(BENCH_TRACE),
            Room.of(BENCH_PEER),
            Room.of(BENCH_LIMIT, BENCH_PEER, LIMIT, API),
            Room.of(BENCH_STORE, BENCH_PEER, API, CODEC, FORY, GROUNDS),
            Room.of(BENCH_TWO_TIER, BENCH_PEER, API),
            Room.of(BENCH_CHILD, BENCH_TRACE, BENCH_STORE, BENCH_TWO_TIER),
            Room.of(
                    BENCH,
                    BENCH_HTTP,
                    BENCH_SESSION,
                    BENCH_LIMIT,
                    BENCH_TRACE,
                    BENCH_PEER,
                    BENCH_STORE,
                    BENCH_TWO_TIER,
                    BENCH_CHILD,
                    API,
                    CODEC,
                    CRYPTO,
                    COMPRESS,
                    ENVELOPE,
                    FORY,
                    REDIS,
                    EMBEDDED,
                    CHAOS,
                    GROUNDS),
            Room.of(CHECK, SESSION, TOKEN, LIMIT, API, CODEC, CRYPTO, RIGHTS, REDIS, EMBEDDED, CHAOS),
            Room.of(
                    GATEWAY,
                    API,
                    CONFIG,
                    HTTP,
                    HTTP_MESSAGE,
                    HTTP_DECISION,
                    HTTP_GUARD,
                    HTTP_ACCESS,
                    SESSION,
                    TOKEN,
                    LIMIT),
            Room.of(
                    SERVER,
                    GATEWAY,
                    HTTP,
                    HTTP_DECISION,
                    HTTP_ACCESS,
                    LIMIT,
                    API,
                    CODEC,
                    CRYPTO,
                    RIGHTS,
                    REDIS,
                    WORDS,
                    EMBEDDED,
                    CHAOS,
                    GROUNDS,
                    BENCH,
                    BENCH_TRACE,
                    CHECK));

    private static final Set<String> ROOMS_OF_CORE =
            Set.of(CONFIG, ENVELOPE, COMPRESS, TAG, POLICY, LOAD, FAR, NEAR, OUTAGE);

    /** What of the API knows {@code config}: to read a file, and to write settings in messages as the file does. */
    private static final Set<String> SETTINGS = Set.of("LarderConfig", "PolicyCheck", "Findings");

    /** What of the gateway knows {@code config}: what reads its file. */
    private static final Set<String> TABLES = Set.of("GatewayFile", "GatewayTable", "RouteTable", "AccessTable");

    static Stream<Room> rooms() {
        return ROOMS.stream();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void room_itsClasses_useOnlyWhatLiesBelow(Room room) {
        noClasses()
                .that()
                .resideInAPackage(room.name())
                .should()
                .dependOnClassesThat(describe("lie above or behind a wall", other -> !room.mayUse(other)))
                .because("imports go down, and within core in one direction (ARCHITECTURE.md)")
                .allowEmptyShould(true)
                .check(House.MAIN);
    }

    @Test
    void rooms_everyPackage_isListed() {
        assertThat(House.MAIN.stream().map(JavaClass::getPackageName).distinct())
                .isSubsetOf(ROOMS.stream().map(Room::name).toList())
                .contains(API, REDIS, EMBEDDED, SERVER);
    }

    @Test
    void config_insideTheApi_isKnownToTheSettingsOnly() {
        noClasses()
                .that()
                .resideInAPackage(API)
                .and(describe("are not its settings", found -> !SETTINGS.contains(found.getSimpleName())))
                .should()
                .dependOnClassesThat(resideInAPackage(CONFIG))
                .because("config is the one room that knows the API; nothing else may close the circle")
                .check(House.MAIN);
    }

    @Test
    void config_insideTheGateway_isKnownToItsFileOnly() {
        noClasses()
                .that()
                .resideInAPackage(GATEWAY)
                .and(describe("do not read the file", found -> !TABLES.contains(outermost(found))))
                .should()
                .dependOnClassesThat(resideInAPackage(CONFIG))
                .because("what a file can say, the builders can")
                .check(House.MAIN);
    }

    private static String outermost(JavaClass found) {
        return found.getName().replaceAll(".*\\.|\\$.*", "");
    }

    @Test
    void lettuce_anywhere_staysInsideRedis() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages(REDIS, BENCH + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.lettuce..", "io.netty.."))
                .because("redis is the only module that knows the client; bench compares with it");
        rule.check(House.MAIN);
        rule.check(House.TESTS);
    }

    /**
     * One class of the contract tests looks inside, to see whether a call left anything behind; one of the gateway compares the tables of its
     * settings with their page.
     */
    @Test
    void core_testsOfOtherModules_useItsDoorsOnly() {
        for (String module : House.MODULES) {
            if (!module.equals("core")) {
                noClasses()
                        .that(describe("are tests of " + module, test -> isFrom(test, module)))
                        .and()
                        .doNotHaveFullyQualifiedName("dev.larder.Inside")
                        .and()
                        .doNotHaveFullyQualifiedName("dev.larder.gateway.GatewayPageTest")
                        .should()
                        .dependOnClassesThat(
                                describe("are inside core", other -> ROOMS_OF_CORE.contains(other.getPackageName())))
                        .because("only dev.larder and dev.larder.codec of core are open to other modules")
                        .allowEmptyShould(true)
                        .check(House.TESTS);
            }
        }
    }

    private static boolean isFrom(JavaClass found, String module) {
        return found.getSource().stream()
                .anyMatch(source -> source.getUri().getPath().contains("/" + module + "/target/"));
    }

    @Test
    void room_thatLooksUp_isCaught() {
        JavaClasses api = House.MAIN.that(
                describe("are the API", found -> found.getPackageName().equals(API)));

        Room walledIn = Room.of(API);

        assertThat(noClasses()
                        .should()
                        .dependOnClassesThat(describe("lie above", other -> !walledIn.mayUse(other)))
                        .evaluate(api)
                        .hasViolation())
                .isTrue();
    }
}
