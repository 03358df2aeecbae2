package dev.larder.grounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GroundsGeneratorTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final GroundsGenerator generator = new GroundsGenerator(1, 100_000);

    @Test
    void contract_sameSeed_isTheSameInAnyOrder() {
        GroundsGenerator other = new GroundsGenerator(1, 100_000);
        List<Contract> forwards =
                LongStream.rangeClosed(1, 200).mapToObj(generator::contract).toList();

        for (int id = 200; id >= 1; id--) {
            assertThat(other.contract(id)).isEqualTo(forwards.get(id - 1));
        }
    }

    @Test
    void all_sameSeed_areTheSameAndAnotherSeedIsNot() {
        GroundsGenerator same = new GroundsGenerator(1, 100_000);
        GroundsGenerator other = new GroundsGenerator(2, 100_000);

        assertThat(generator.area(7)).isEqualTo(same.area(7)).isNotEqualTo(other.area(7));
        assertThat(generator.worker(7)).isEqualTo(same.worker(7)).isNotEqualTo(other.worker(7));
        assertThat(generator.equipment(7)).isEqualTo(same.equipment(7)).isNotEqualTo(other.equipment(7));
        assertThat(generator.contract(7)).isNotEqualTo(other.contract(7));
        assertThat(LongStream.rangeClosed(1, 50).mapToObj(generator::schedules))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 50).mapToObj(same::schedules).toList());
    }

    @Test
    void all_seed1_areTheSameAsEver() {
        CRC32 digest = new CRC32();
        for (long id = 1; id <= 100; id++) {
            digest.update(JSON.writeValueAsBytes(List.of(
                    generator.contract(id),
                    generator.schedules(id),
                    generator.area(id),
                    generator.worker(id),
                    generator.equipment(id))));
        }

        // Databases made earlier hold this: whoever changes it raises the schema version of Filling.
        assertThat(digest.getValue()).isEqualTo(2_047_884_486L);
    }

    @Test
    void contract_asJson_hasPlausibleSizes() {
        int[] sizes = IntStream.rangeClosed(1, 5_000)
                .map(id -> JSON.writeValueAsBytes(generator.contract(id)).length)
                .sorted()
                .toArray();

        assertThat(sizes[0]).isBetween(300, 600);
        assertThat(sizes[sizes.length / 10]).isBetween(500, 700);
        assertThat(sizes[sizes.length / 2]).isBetween(900, 1_150);
        assertThat(sizes[sizes.length * 9 / 10]).isBetween(1_800, 2_600);
        assertThat(sizes[sizes.length * 99 / 100]).isLessThan(4_000);
        assertThat(Arrays.stream(sizes).filter(size -> size > 4_096).count()).isLessThan(5);
    }

    @Test
    void contract_throughJson_isTheSame() {
        for (long id = 1; id <= 300; id++) {
            Contract contract = generator.contract(id);
            assertThat(JSON.readValue(JSON.writeValueAsBytes(contract), Contract.class))
                    .isEqualTo(contract);
        }
    }

    @Test
    void notes_ofManyContracts_differ() {
        List<String> notes = LongStream.rangeClosed(1, 2_000)
                .mapToObj(generator::contract)
                .flatMap(contract -> contract.notes().stream())
                .toList();

        assertThat(notes).hasSizeGreaterThan(1_500);
        assertThat(notes.stream().distinct().count()).isGreaterThan(notes.size() * 3L / 4);
    }

    @Test
    void references_ofContracts_exist() {
        GroundsGenerator small = new GroundsGenerator(3, 500);
        for (long id = 1; id <= 500; id++) {
            Contract contract = small.contract(id);
            assertThat(contract.areaId()).isBetween(1L, (long) small.areas());
            assertThat(contract.visits())
                    .allMatch(visit -> visit.workerId() >= 1 && visit.workerId() <= small.workers());
            assertThat(small.schedules(id))
                    .hasSizeLessThanOrEqualTo(Schedule.PER_CONTRACT)
                    .allMatch(schedule -> schedule.areaId() == contract.areaId()
                            && schedule.equipmentIds().stream().allMatch(machine -> machine <= small.equipment()));
        }
    }

    @Test
    void constructor_noContracts_isRefused() {
        assertThatThrownBy(() -> new GroundsGenerator(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
    }
}
