package dev.larder.grounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundsDatabaseTest {
    private static final Instant NOW = Instant.parse("2026-06-01T08:00:00Z");

    @TempDir
    static Path folder;

    private static GroundsConfig config;
    private static GroundsDatabase database;
    private final GroundsGenerator generator = new GroundsGenerator(5, 500);

    @BeforeAll
    static void open() {
        config = GroundsConfig.defaults()
                .inFolder(folder.resolve("shared"))
                .withContents(5, 500)
                .withConnections(6);
        database = GroundsDatabase.open(config);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void find_everyContract_isTheGeneratedOne() {
        for (long id = 101; id <= 500; id++) {
            assertThat(database.contracts().find(id)).isEqualTo(generator.contract(id));
        }
    }

    @Test
    void find_otherEntities_areTheGeneratedOnes() {
        assertThat(database.areas().find(3)).isEqualTo(generator.area(3));
        assertThat(database.workers().find(3)).isEqualTo(generator.worker(3));
        assertThat(database.equipment().find(3)).isEqualTo(generator.equipment(3));
        Schedule schedule = LongStream.rangeClosed(1, 500)
                .mapToObj(generator::schedules)
                .flatMap(List::stream)
                .findFirst()
                .orElseThrow();
        assertThat(database.schedules().find(schedule.id())).isEqualTo(schedule);
    }

    @Test
    void find_unknownId_isNull() {
        assertThat(database.contracts().find(0)).isNull();
        assertThat(database.contracts().find(501)).isNull();
    }

    @Test
    void count_perTable_isAsGenerated() {
        assertThat(database.contracts().count()).isEqualTo(500);
        assertThat(database.areas().count()).isEqualTo(generator.areas());
        assertThat(database.workers().count()).isEqualTo(generator.workers());
        assertThat(database.equipment().count()).isEqualTo(generator.equipment());
        assertThat(database.schedules().count())
                .isEqualTo(LongStream.rangeClosed(1, 500)
                        .map(id -> generator.schedules(id).size())
                        .sum());
    }

    @Test
    void findAll_someUnknown_givesThoseThatExist() {
        assertThat(database.contracts().findAll(List.of(400L, 9_999L, 200L, 300L)))
                .containsOnlyKeys(200L, 300L, 400L)
                .containsEntry(300L, generator.contract(300));
        assertThat(database.contracts().findAll(List.of())).isEmpty();
    }

    @Test
    void list_byReference_givesAllAndOnlyThose() {
        long area = generator.contract(200).areaId();

        assertThat(database.contracts().listByArea(area))
                .hasSizeGreaterThan(1)
                .allMatch(contract -> contract.areaId() == area)
                .extracting(Contract::id)
                .contains(200L)
                .isSorted();
        assertThat(database.contracts().listByNumber(generator.contract(200).number()))
                .extracting(Contract::id)
                .containsExactly(200L);
        for (long id = 1; id <= 50; id++) {
            assertThat(database.schedules().listByContract(id)).isEqualTo(generator.schedules(id));
        }
        assertThat(database.schedules().listByArea(area)).allMatch(schedule -> schedule.areaId() == area);
        Worker worker = generator.worker(1);
        assertThat(database.workers().listByRole(worker.role())).contains(worker);
        Area first = generator.area(1);
        assertThat(database.areas().listByKind(first.kind())).contains(first);
        Equipment machine = generator.equipment(1);
        assertThat(database.equipment().listByArea(machine.areaId())).contains(machine);
    }

    @Test
    void listByDay_dayOfASchedule_containsIt() {
        Schedule schedule = LongStream.rangeClosed(1, 500)
                .mapToObj(generator::schedules)
                .flatMap(List::stream)
                .findFirst()
                .orElseThrow();

        assertThat(database.schedules().listByDay(schedule.day()))
                .contains(schedule)
                .allMatch(other -> other.day().equals(schedule.day()));
    }

    @Test
    void update_existing_bumpsTheVersionAndStays() {
        Contract changed =
                database.contracts().update(1, contract -> contract.withMonthlyFee(new BigDecimal("12.34"), NOW));

        assertThat(changed).isNotNull();
        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.terms().monthlyFee()).isEqualByComparingTo("12.34");
        assertThat(database.contracts().find(1)).isEqualTo(changed);
    }

    @Test
    void update_unknown_isNull() {
        assertThat(database.contracts().update(9_999, contract -> contract)).isNull();
    }

    @Test
    void update_byManyAtOnce_losesNone() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Object> fifty = () -> {
                for (int i = 0; i < 50; i++) {
                    database.contracts()
                            .update(
                                    2,
                                    contract -> contract.withMonthlyFee(
                                            contract.terms().monthlyFee().add(BigDecimal.ONE), NOW));
                }
                return 1;
            };
            for (Future<Object> done : threads.invokeAll(List.of(fifty, fifty, fifty, fifty))) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        Contract after = database.contracts().find(2);
        assertThat(after).isNotNull();
        assertThat(after.version()).isEqualTo(201);
        assertThat(after.terms()
                        .monthlyFee()
                        .subtract(generator.contract(2).terms().monthlyFee()))
                .isEqualByComparingTo("200");
    }

    @Test
    void open_again_findsWhatIsThere() throws Exception {
        GroundsConfig own = config.inFolder(folder.resolve("again"));
        try (GroundsDatabase first = GroundsDatabase.open(own)) {
            first.contracts().update(1, contract -> contract.withStatus(Contract.Status.SUSPENDED, NOW));
        }
        AtomicInteger reports = new AtomicInteger();

        try (GroundsDatabase second = GroundsDatabase.open(own, (written, all) -> reports.incrementAndGet())) {
            assertThat(second.contracts().find(1)).extracting(Contract::version).isEqualTo(2L);
        }

        assertThat(reports).hasValue(0);
        try (Stream<Path> files = Files.list(own.folder())) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("grounds.mv.db", "filling.lock");
        }
    }

    @Test
    void open_otherContents_fillsAnewAndReports() {
        GroundsConfig own = config.inFolder(folder.resolve("other"));
        GroundsDatabase.open(own).close();
        List<Integer> reports = new ArrayList<>();

        try (GroundsDatabase other = GroundsDatabase.open(own.withContents(6, 700), (written, all) -> {
            synchronized (reports) {
                reports.add(written);
            }
        })) {
            assertThat(other.contracts().find(9)).isEqualTo(new GroundsGenerator(6, 700).contract(9));
            assertThat(other.contracts().count()).isEqualTo(700);
        }

        assertThat(reports).contains(700);
    }

    @Test
    void open_brokenOffFilling_fillsAnew() throws Exception {
        GroundsConfig own = config.inFolder(folder.resolve("broken"));
        GroundsDatabase.open(own).close();
        String url = "jdbc:h2:file:" + own.folder().toAbsolutePath().resolve("grounds");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM grounds.meta");
            statement.execute("DELETE FROM grounds.contract WHERE id > 250");
        }

        try (GroundsDatabase again = GroundsDatabase.open(own)) {
            assertThat(again.contracts().count()).isEqualTo(500);
        }
    }

    @Test
    void open_inAnotherProcessToo_seesTheSameRows() throws Exception {
        GroundsConfig own = config.inFolder(folder.resolve("two"));
        try (GroundsDatabase first = GroundsDatabase.open(own)) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OtherProcess.class.getName(),
                            own.folder().toString())
                    .redirectError(ProcessBuilder.Redirect.to(new File(folder.toFile(), "stderr")))
                    .start();
            String answer = new String(process.getInputStream().readAllBytes());

            assertThat(process.waitFor()).as(() -> stderr()).isZero();
            assertThat(answer.strip()).isEqualTo(generator.contract(77).title() + " 2");
            assertThat(first.contracts().find(77)).extracting(Contract::version).isEqualTo(2L);
        }
    }

    @Test
    void open_folderIsAFile_saysSo() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatThrownBy(() -> GroundsDatabase.open(config.inFolder(file)))
                .isInstanceOf(GroundsDataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("writable");
    }

    @Test
    void config_contradictions_areRefused() {
        assertThatThrownBy(() -> config.withConnections(1)).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> config.withContents(1, 0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> config.atUrl("postgresql://localhost/x")).hasMessageContaining("jdbc:postgresql:");
        assertThat(config.atUrl("jdbc:postgresql://h/d?user=me&password=secret").toString())
                .contains("jdbc:postgresql://h/d")
                .doesNotContain("secret");
    }

    private static String stderr() {
        try {
            return Files.readString(folder.resolve("stderr"));
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    /** Opens the database of the first argument, changes contract 77 and prints its title and version. */
    static final class OtherProcess {
        public static void main(String[] args) {
            GroundsConfig config = GroundsConfig.defaults()
                    .inFolder(Path.of(args[0]))
                    .withContents(5, 500)
                    .withConnections(2);
            try (GroundsDatabase database = GroundsDatabase.open(config)) {
                Contract contract = database.contracts().update(77, old -> old.withStatus(old.status(), NOW));
                System.out.println(contract.title() + " " + contract.version());
            }
        }
    }
}
