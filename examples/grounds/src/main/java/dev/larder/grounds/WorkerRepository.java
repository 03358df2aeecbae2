package dev.larder.grounds;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workers. */
public final class WorkerRepository extends Repository<Worker> {
    WorkerRepository(Table<Worker> table) {
        super(table);
    }

    /** The workers with a role, by id. */
    public List<Worker> listByRole(Worker.Role role) {
        return table.list("role", role.name());
    }

    /** The ids of the workers with a role, or of all if it is null, in order. One query. */
    public List<Long> ids(Worker.@Nullable Role role, Slice slice) {
        return table.ids(new Conditions().equal("role", role), slice);
    }

    /** Rows of the table. */
    enum Rows implements Mapping<Worker> {
        INSTANCE;

        @Override
        public String table() {
            return "grounds.worker";
        }

        @Override
        public List<String> columns() {
            return List.of(
                    "name VARCHAR(200) NOT NULL",
                    "email VARCHAR(200) NOT NULL",
                    "phone VARCHAR(200) NOT NULL",
                    "role VARCHAR(30) NOT NULL",
                    "active BOOLEAN NOT NULL",
                    "hired DATE NOT NULL",
                    "hourly_rate DECIMAL(12, 2) NOT NULL",
                    "home VARCHAR(2000) NOT NULL",
                    "skills VARCHAR(20000) NOT NULL");
        }

        @Override
        public List<String> indexes() {
            return List.of("role");
        }

        @Override
        public void bind(Binder binder, Worker entity) throws SQLException {
            binder.text(entity.name())
                    .text(entity.email())
                    .text(entity.phone())
                    .choice(entity.role())
                    .flag(entity.active())
                    .day(entity.hired())
                    .money(entity.hourlyRate())
                    .json(entity.home())
                    .json(entity.skills());
        }

        @Override
        public Worker read(Row row) throws SQLException {
            return new Worker(
                    row.number(),
                    row.number(),
                    row.text(),
                    row.text(),
                    row.text(),
                    row.choice(Worker.Role.class),
                    row.flag(),
                    row.day(),
                    row.money(),
                    row.json(Address.class),
                    row.list(Task[].class));
        }
    }
}
