package dev.larder.grounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ListingIdsTest {
    private static final Slice ALL = new Slice(0, 10_000);
    private static final GroundsGenerator GENERATOR = new GroundsGenerator(7, 300);

    private static GroundsDatabase database;

    @BeforeAll
    static void open() {
        database = GroundsDatabase.open(GroundsConfig.defaults()
                .atUrl("jdbc:h2:mem:listing-ids;DB_CLOSE_DELAY=-1")
                .withContents(7, 300));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static List<Contract> contracts() {
        return LongStream.rangeClosed(1, 300).mapToObj(GENERATOR::contract).toList();
    }

    private static List<Schedule> schedules() {
        return LongStream.rangeClosed(1, 300)
                .mapToObj(GENERATOR::schedules)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void ids_slices_followEachOtherInOrder() {
        assertThat(database.contracts().ids(null, null, new Slice(0, 3))).containsExactly(1L, 2L, 3L);
        assertThat(database.contracts().ids(null, null, new Slice(298, 3))).containsExactly(299L, 300L);
        assertThat(database.contracts().ids(null, null, new Slice(300, 3))).isEmpty();
    }

    @Test
    void ids_areaAndStatus_areThoseThatHaveBoth() {
        assertThat(database.contracts().ids(5L, Contract.Status.ACTIVE, ALL))
                .isNotEmpty()
                .isEqualTo(contracts().stream()
                        .filter(one -> one.areaId() == 5 && one.status() == Contract.Status.ACTIVE)
                        .map(Contract::id)
                        .toList());
        assertThat(database.contracts().ids(5L, null, ALL))
                .hasSizeGreaterThan(database.contracts()
                        .ids(5L, Contract.Status.ACTIVE, ALL)
                        .size());
    }

    @Test
    void ids_worker_areTheVisitsWithThisOneAmongOthers() {
        long worker = schedules().stream()
                .filter(visit -> visit.workerIds().size() == 3)
                .findFirst()
                .orElseThrow()
                .workerIds()
                .get(1);

        assertThat(database.schedules().ids(null, worker, ALL))
                .isEqualTo(schedules().stream()
                        .filter(visit -> visit.workerIds().contains(worker))
                        .map(Schedule::id)
                        .toList());
    }

    @Test
    void ids_otherFilters_areThoseThatHaveThem() {
        long contract = schedules().get(0).contractId();

        assertThat(database.schedules().ids(contract, null, ALL))
                .isEqualTo(
                        GENERATOR.schedules(contract).stream().map(Schedule::id).toList());
        assertThat(database.areas().ids(Area.Kind.PARK, ALL))
                .allMatch(id -> GENERATOR.area(id).kind() == Area.Kind.PARK);
        assertThat(database.workers().ids(Worker.Role.GARDENER, ALL))
                .isNotEmpty()
                .allMatch(id -> GENERATOR.worker(id).role() == Worker.Role.GARDENER);
        assertThat(database.equipment().ids(GENERATOR.equipment(1).areaId(), ALL))
                .contains(1L);
    }

    @Test
    void slice_outOfBounds_isRefused() {
        assertThatThrownBy(() -> new Slice(-1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Slice(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answers_openAndClosed_tellsThem() {
        GroundsDatabase other = GroundsDatabase.open(
                GroundsConfig.defaults().atUrl("jdbc:h2:mem:answers").withContents(7, 20));
        boolean open = other.answers();
        other.close();

        assertThat(open).isTrue();
        assertThat(other.answers()).isFalse();
    }
}
