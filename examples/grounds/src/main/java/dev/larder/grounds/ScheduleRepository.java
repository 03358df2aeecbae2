package dev.larder.grounds;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The planned visits. */
public final class ScheduleRepository extends Repository<Schedule> {
    ScheduleRepository(Table<Schedule> table) {
        super(table);
    }

    /** The visits planned for a contract, by id. */
    public List<Schedule> listByContract(long contractId) {
        return table.list("contract_id", contractId);
    }

    /** The visits planned on an area, by id. */
    public List<Schedule> listByArea(long areaId) {
        return table.list("area_id", areaId);
    }

    /** The visits planned for a day, by id. */
    public List<Schedule> listByDay(LocalDate day) {
        return table.list("planned_day", day);
    }

    /**
     * The ids of the visits planned for a contract and for a worker, either of which may be null for any, in order. One
     * query, which reads the whole table if only the worker is given.
     */
    public List<Long> ids(@Nullable Long contractId, @Nullable Long workerId, Slice slice) {
        return table.ids(new Conditions().equal("contract_id", contractId).among("worker_ids", workerId), slice);
    }

    /** Rows of the table. */
    enum Rows implements Mapping<Schedule> {
        INSTANCE;

        @Override
        public String table() {
            return "grounds.schedule";
        }

        @Override
        public List<String> columns() {
            return List.of(
                    "contract_id BIGINT NOT NULL",
                    "area_id BIGINT NOT NULL",
                    "planned_day DATE NOT NULL",
                    "start_time TIME NOT NULL",
                    "minutes INTEGER NOT NULL",
                    "status VARCHAR(30) NOT NULL",
                    "tasks VARCHAR(20000) NOT NULL",
                    "worker_ids VARCHAR(20000) NOT NULL",
                    "equipment_ids VARCHAR(20000) NOT NULL",
                    "instruction VARCHAR(200)");
        }

        @Override
        public List<String> indexes() {
            return List.of("contract_id", "area_id", "planned_day");
        }

        @Override
        public void bind(Binder binder, Schedule entity) throws SQLException {
            binder.number(entity.contractId())
                    .number(entity.areaId())
                    .day(entity.day())
                    .time(entity.start())
                    .count(entity.minutes())
                    .choice(entity.status())
                    .json(entity.tasks())
                    .json(entity.workerIds())
                    .json(entity.equipmentIds())
                    .text(entity.instruction());
        }

        @Override
        public Schedule read(Row row) throws SQLException {
            return new Schedule(
                    row.number(),
                    row.number(),
                    row.number(),
                    row.number(),
                    row.day(),
                    row.time(),
                    row.count(),
                    row.choice(Schedule.Status.class),
                    row.list(Task[].class),
                    row.list(Long[].class),
                    row.list(Long[].class),
                    row.optionalText());
        }
    }
}
