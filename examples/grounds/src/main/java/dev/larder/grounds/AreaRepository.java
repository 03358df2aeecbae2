package dev.larder.grounds;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The areas. */
public final class AreaRepository extends Repository<Area> {
    AreaRepository(Table<Area> table) {
        super(table);
    }

    /** The areas of a kind, by id. */
    public List<Area> listByKind(Area.Kind kind) {
        return table.list("kind", kind.name());
    }

    /** The ids of the areas of a kind, or of all if it is null, in order. One query. */
    public List<Long> ids(Area.@Nullable Kind kind, Slice slice) {
        return table.ids(new Conditions().equal("kind", kind), slice);
    }

    /** Rows of the table. */
    enum Rows implements Mapping<Area> {
        INSTANCE;

        @Override
        public String table() {
            return "grounds.area";
        }

        @Override
        public List<String> columns() {
            return List.of(
                    "name VARCHAR(200) NOT NULL",
                    "kind VARCHAR(30) NOT NULL",
                    "address VARCHAR(2000) NOT NULL",
                    "surface INTEGER NOT NULL",
                    "outline VARCHAR(20000) NOT NULL",
                    "access VARCHAR(200)");
        }

        @Override
        public List<String> indexes() {
            return List.of("kind");
        }

        @Override
        public void bind(Binder binder, Area entity) throws SQLException {
            binder.text(entity.name())
                    .choice(entity.kind())
                    .json(entity.address())
                    .count(entity.surface())
                    .json(entity.outline())
                    .text(entity.access());
        }

        @Override
        public Area read(Row row) throws SQLException {
            return new Area(
                    row.number(),
                    row.number(),
                    row.text(),
                    row.choice(Area.Kind.class),
                    row.json(Address.class),
                    row.count(),
                    row.list(GeoPoint[].class),
                    row.optionalText());
        }
    }
}
