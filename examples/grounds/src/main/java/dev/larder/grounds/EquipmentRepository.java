package dev.larder.grounds;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The machines and vehicles. */
public final class EquipmentRepository extends Repository<Equipment> {
    EquipmentRepository(Table<Equipment> table) {
        super(table);
    }

    /** The machines kept on an area, by id. */
    public List<Equipment> listByArea(long areaId) {
        return table.list("area_id", areaId);
    }

    /** The ids of the machines kept on an area, or of all if it is null, in order. One query. */
    public List<Long> ids(@Nullable Long areaId, Slice slice) {
        return table.ids(new Conditions().equal("area_id", areaId), slice);
    }

    /** Rows of the table. */
    enum Rows implements Mapping<Equipment> {
        INSTANCE;

        @Override
        public String table() {
            return "grounds.equipment";
        }

        @Override
        public List<String> columns() {
            return List.of(
                    "area_id BIGINT NOT NULL",
                    "inventory_number VARCHAR(200) NOT NULL",
                    "kind VARCHAR(30) NOT NULL",
                    "model VARCHAR(200) NOT NULL",
                    "status VARCHAR(30) NOT NULL",
                    "bought DATE NOT NULL",
                    "price DECIMAL(12, 2) NOT NULL",
                    "operating_hours INTEGER NOT NULL",
                    "next_inspection DATE NOT NULL",
                    "repairs VARCHAR(20000) NOT NULL");
        }

        @Override
        public List<String> indexes() {
            return List.of("area_id");
        }

        @Override
        public void bind(Binder binder, Equipment entity) throws SQLException {
            binder.number(entity.areaId())
                    .text(entity.inventoryNumber())
                    .choice(entity.kind())
                    .text(entity.model())
                    .choice(entity.status())
                    .day(entity.bought())
                    .money(entity.price())
                    .count(entity.operatingHours())
                    .day(entity.nextInspection())
                    .json(entity.repairs());
        }

        @Override
        public Equipment read(Row row) throws SQLException {
            return new Equipment(
                    row.number(),
                    row.number(),
                    row.number(),
                    row.text(),
                    row.choice(Equipment.Kind.class),
                    row.text(),
                    row.choice(Equipment.Status.class),
                    row.day(),
                    row.money(),
                    row.count(),
                    row.day(),
                    row.list(Equipment.Repair[].class));
        }
    }
}
