package dev.larder.grounds;

import java.util.List;
import javax.sql.DataSource;

/** The tables and their repositories. */
record Tables(
        AreaRepository areas,
        ContractRepository contracts,
        ScheduleRepository schedules,
        WorkerRepository workers,
        EquipmentRepository equipment) {

    Tables(DataSource source) {
        this(
                new AreaRepository(new Table<>(source, AreaRepository.Rows.INSTANCE)),
                new ContractRepository(new Table<>(source, ContractRepository.Rows.INSTANCE)),
                new ScheduleRepository(new Table<>(source, ScheduleRepository.Rows.INSTANCE)),
                new WorkerRepository(new Table<>(source, WorkerRepository.Rows.INSTANCE)),
                new EquipmentRepository(new Table<>(source, EquipmentRepository.Rows.INSTANCE)));
    }

    List<Table<?>> all() {
        return List.of(areas.table, contracts.table, schedules.table, workers.table, equipment.table);
    }
}
