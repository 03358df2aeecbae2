package dev.larder.grounds;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contracts. */
public final class ContractRepository extends Repository<Contract> {
    ContractRepository(Table<Contract> table) {
        super(table);
    }

    /** The contracts on an area, by id. */
    public List<Contract> listByArea(long areaId) {
        return table.list("area_id", areaId);
    }

    /** The contracts with this number on the paper; one as a rule. */
    public List<Contract> listByNumber(String number) {
        return table.list("number", number);
    }

    /** The ids of the contracts on an area and with a status, either of which may be null for any, in order. One query. */
    public List<Long> ids(@Nullable Long areaId, Contract.@Nullable Status status, Slice slice) {
        return table.ids(new Conditions().equal("area_id", areaId).equal("status", status), slice);
    }

    /** Rows of the table. */
    enum Rows implements Mapping<Contract> {
        INSTANCE;

        @Override
        public String table() {
            return "grounds.contract";
        }

        @Override
        public List<String> columns() {
            return List.of(
                    "area_id BIGINT NOT NULL",
                    "number VARCHAR(200) NOT NULL",
                    "title VARCHAR(200) NOT NULL",
                    "status VARCHAR(30) NOT NULL",
                    "customer VARCHAR(2000) NOT NULL",
                    "valid_from DATE NOT NULL",
                    "valid_until DATE",
                    "terms VARCHAR(2000) NOT NULL",
                    "services VARCHAR(20000) NOT NULL",
                    "visits VARCHAR(20000) NOT NULL",
                    "notes VARCHAR(20000) NOT NULL",
                    "updated TIMESTAMP WITH TIME ZONE NOT NULL");
        }

        @Override
        public List<String> indexes() {
            return List.of("area_id", "number");
        }

        @Override
        public void bind(Binder binder, Contract entity) throws SQLException {
            binder.number(entity.areaId())
                    .text(entity.number())
                    .text(entity.title())
                    .choice(entity.status())
                    .json(entity.customer())
                    .day(entity.validFrom())
                    .day(entity.validUntil())
                    .json(entity.terms())
                    .json(entity.services())
                    .json(entity.visits())
                    .json(entity.notes())
                    .instant(entity.updated());
        }

        @Override
        public Contract read(Row row) throws SQLException {
            return new Contract(
                    row.number(),
                    row.number(),
                    row.number(),
                    row.text(),
                    row.text(),
                    row.choice(Contract.Status.class),
                    row.json(Contract.Customer.class),
                    row.day(),
                    row.optionalDay(),
                    row.json(Contract.Terms.class),
                    row.list(Contract.Service[].class),
                    row.list(Contract.Visit[].class),
                    row.list(String[].class),
                    row.instant());
        }
    }
}
