package dev.larder.server;

import dev.larder.grounds.ContractRepository;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.LongAdder;

/** No cache at all: every read goes to the database. */
final class DatabaseTarget implements ReplayTarget {
    private final ContractRepository contracts;
    private final LongAdder loads = new LongAdder();

    DatabaseTarget(ContractRepository contracts) {
        this.contracts = contracts;
    }

    @Override
    public Tier read(long id) {
        if (contracts.find(id) == null) {
            throw new IllegalStateException("the database has no contract " + id);
        }
        loads.increment();
        return Tier.DATABASE;
    }

    @Override
    public void write(long id) {
        change(contracts, id);
    }

    @Override
    public Counters counters() {
        return new Counters(0, 0, loads.sum(), 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}

    /** The change that a write of the workload makes: one more euro a month. */
    static void change(ContractRepository contracts, long id) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        contracts.update(
                id,
                contract ->
                        contract.withMonthlyFee(contract.terms().monthlyFee().add(BigDecimal.ONE), now));
    }
}
