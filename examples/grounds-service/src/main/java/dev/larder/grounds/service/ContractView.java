package dev.larder.grounds.service;

import dev.larder.grounds.Contract;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is shown of a contract: all but who to talk to at the customer's, and how. */
record ContractView(
        long id,
        long version,
        long areaId,
        String number,
        String title,
        Contract.Status status,
        String customer,
        LocalDate validFrom,
        @Nullable LocalDate validUntil,
        Contract.Terms terms,
        List<Contract.Service> services,
        List<Contract.Visit> visits,
        List<String> notes,
        Instant updated) {

    static ContractView of(Contract contract) {
        return new ContractView(
                contract.id(),
                contract.version(),
                contract.areaId(),
                contract.number(),
                contract.title(),
                contract.status(),
                contract.customer().name(),
                contract.validFrom(),
                contract.validUntil(),
                contract.terms(),
                contract.services(),
                contract.visits(),
                contract.notes(),
                contract.updated());
    }
}
