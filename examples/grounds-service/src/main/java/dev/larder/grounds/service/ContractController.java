package dev.larder.grounds.service;

import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.grounds.Contract;
import dev.larder.grounds.GroundsDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /contracts}. */
@RestController
@RequestMapping("/contracts")
final class ContractController {
    private static final Set<Contract.Status> ENDED = Set.of(Contract.Status.CANCELLED, Contract.Status.EXPIRED);

    /** What their listings can be restricted to. */
    record Filter(@Nullable Long area, Contract.@Nullable Status status) implements Filtering {
        @Override
        public Map<String, Object> terms() {
            return Filtering.terms("area", area, "status", status);
        }
    }

    /** What can be changed; what is left out, or null, stays. */
    record Change(
            @Nullable Long areaId,
            @Nullable String title,
            Contract.@Nullable Status status,
            @Nullable BigDecimal monthlyFee) {
        private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

        void check() {
            new Changes()
                    .id("areaId", areaId)
                    .text("title", title)
                    .member(status)
                    .checked(
                            "monthlyFee",
                            monthlyFee,
                            monthlyFee == null || isFee(monthlyFee),
                            " is an amount in euros from 0 to " + MOST + ", with 2 decimals at most")
                    .check();
        }

        private static boolean isFee(BigDecimal fee) {
            return fee.signum() >= 0
                    && fee.compareTo(MOST) <= 0
                    && fee.stripTrailingZeros().scale() <= 2;
        }

        Contract on(Contract old, Instant now) {
            if (ENDED.contains(old.status())) {
                throw Refusal.conflict("The contract has ended, and is not changed any more.");
            }
            Contract contract = areaId == null ? old : old.withArea(areaId, now);
            contract = title == null ? contract : contract.withTitle(title, now);
            contract = status == null ? contract : contract.withStatus(status, now);
            return monthlyFee == null ? contract : contract.withMonthlyFee(monthlyFee.setScale(2), now);
        }
    }

    private final Resource<Contract, Filter> contracts;
    private final GroundsDatabase database;
    private final InstantSource clock;

    ContractController(Larder larder, GroundsDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        Catalog.Kind<Contract, Filter> kind = new Catalog.Kind<>(
                "contract",
                "contracts",
                Contract.class,
                Layer.API,
                policy -> policy.fields(fields -> fields.drop("customer.contact", "customer.email")),
                ContractController::listings,
                (filter, slice) -> database.contracts().ids(filter.area(), filter.status(), slice));
        contracts = new Resource<>(
                new Catalog<>(kind, database.contracts(), larder), Freshness.CONTRACTS, ContractView::of);
    }

    private static List<Filter> listings(Contract contract) {
        return List.of(
                new Filter(null, null),
                new Filter(contract.areaId(), null),
                new Filter(null, contract.status()),
                new Filter(contract.areaId(), contract.status()));
    }

    @GetMapping("/{id:[1-9][0-9]{0,17}}")
    ResponseEntity<Object> one(@PathVariable long id) {
        return contracts.one(id);
    }

    @GetMapping
    ResponseEntity<Object> page(@RequestParam MultiValueMap<String, String> parameters) {
        Query query = new Query(parameters);
        Filter filter = new Filter(query.id("area"), query.choice("status", Contract.Status.class));
        Paging paging = query.paging();
        query.check();
        return contracts.page(filter, paging);
    }

    @PatchMapping(path = "/{id:[1-9][0-9]{0,17}}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> change(
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Change change) {
        change.check();
        if (change.areaId() != null && database.areas().find(change.areaId()) == null) {
            throw Refusal.conflict("There is no such area.");
        }
        // As exact as the database keeps it, so that the answer is what will be read.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return contracts.change(id, ifMatch, old -> change.on(old, now));
    }
}
