package dev.larder.grounds.service;

import dev.larder.grounds.Contract;
import dev.larder.grounds.GroundsConfig;
import dev.larder.grounds.GroundsDatabase;
import dev.larder.grounds.GroundsGenerator;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service in this process, on a free port, over a database of its own in memory. */
final class Running implements AutoCloseable {
    static final int CONTRACTS = 400;

    /** What is in the database before anything is changed. */
    static final GroundsGenerator GENERATOR =
            new GroundsGenerator(GroundsConfig.defaults().seed(), CONTRACTS);

    private final ConfigurableApplicationContext context;
    private final Client client;

    private Running(ConfigurableApplicationContext context) {
        this.context = context;
        this.client = new Client(
                URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port")));
    }

    /** Without a login: what is tried out is something else. */
    static Running start(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--grounds.login=off");
        return asUsual(all.toArray(String[]::new));
    }

    static Running asUsual(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--grounds.database=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                "--grounds.contracts=" + CONTRACTS));
        arguments.addAll(List.of(options));
        return new Running(SpringApplication.run(GroundsService.class, arguments.toArray(String[]::new)));
    }

    Client client() {
        return client;
    }

    GroundsDatabase database() {
        return context.getBean(GroundsDatabase.class);
    }

    /** The first contract of which this is true, from the one with this id on. */
    static Contract contract(long from, Predicate<Contract> wanted) {
        return LongStream.rangeClosed(from, CONTRACTS)
                .mapToObj(GENERATOR::contract)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        context.close();
    }
}
