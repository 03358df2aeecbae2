package dev.larder.grounds;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import javax.sql.DataSource;

/**
 * Fills the database once. The one row of {@code grounds.meta} says what the database holds; it is written last, so a
 * filling that was broken off leaves none and is done anew.
 */
final class Filling {
    /** Raised whenever tables or generated contents change. */
    private static final int SCHEMA_VERSION = 1;

    private static final int BATCH = 500;
    private static final long ADVISORY_LOCK = 0x4C41524445520001L;
    private static final Object ONE_PER_PROCESS = new Object();

    private final DataSource source;
    private final Tables tables;
    private final GroundsConfig config;
    private final GroundsGenerator generator;
    private final GroundsDatabase.Progress progress;
    private final AtomicInteger contractsWritten = new AtomicInteger();

    Filling(DataSource source, Tables tables, GroundsConfig config, GroundsDatabase.Progress progress) {
        this.source = source;
        this.tables = tables;
        this.config = config;
        this.generator = new GroundsGenerator(config.seed(), config.contracts());
        this.progress = progress;
    }

    /** Fills the database unless it is full, one process at a time. */
    void ensure() throws SQLException, IOException {
        if (isFull()) {
            return;
        }
        synchronized (ONE_PER_PROCESS) {
            if (config.url() != null) {
                fillUnderAdvisoryLock();
            } else {
                fillUnderFileLock();
            }
        }
    }

    private void fillUnderFileLock() throws SQLException, IOException {
        Path file = config.folder().resolve("filling.lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            fillUnlessFull();
        }
    }

    private void fillUnderAdvisoryLock() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            boolean postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
            if (postgres) {
                statement.execute("SELECT pg_advisory_lock(" + ADVISORY_LOCK + ")");
            }
            try {
                fillUnlessFull();
            } finally {
                if (postgres) {
                    statement.execute("SELECT pg_advisory_unlock(" + ADVISORY_LOCK + ")");
                }
            }
        }
    }

    private void fillUnlessFull() throws SQLException {
        if (!isFull()) {
            fill();
        }
    }

    private boolean isFull() throws SQLException {
        try (Connection connection = source.getConnection()) {
            try (ResultSet found =
                    connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
                boolean exists = false;
                while (found.next()) {
                    exists |= "grounds".equalsIgnoreCase(found.getString("TABLE_SCHEM"))
                            && "meta".equalsIgnoreCase(found.getString("TABLE_NAME"));
                }
                if (!exists) {
                    return false;
                }
            }
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT 1 FROM grounds.meta WHERE schema_version = ? AND seed = ? AND contracts = ?")) {
                new Binder(statement)
                        .count(SCHEMA_VERSION)
                        .number(config.seed())
                        .count(config.contracts());
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next();
                }
            }
        }
    }

    private void fill() throws SQLException {
        List<String> prepare = new ArrayList<>(List.of(
                "DROP SCHEMA IF EXISTS grounds CASCADE",
                "CREATE SCHEMA grounds",
                "CREATE TABLE grounds.meta"
                        + " (schema_version INTEGER NOT NULL, seed BIGINT NOT NULL, contracts INTEGER NOT NULL)"));
        tables.all().forEach(table -> prepare.add(table.definition()));
        execute(prepare);
        writeAll();
        List<String> finish = new ArrayList<>();
        tables.all().forEach(table -> finish.addAll(table.indexes()));
        finish.add("INSERT INTO grounds.meta VALUES (%d, %d, %d)"
                .formatted(SCHEMA_VERSION, config.seed(), config.contracts()));
        execute(finish);
    }

    private void execute(List<String> statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void writeAll() throws SQLException {
        List<Callable<Void>> batches = new ArrayList<>();
        plan(batches, generator.areas(), tables.areas().table, generator::area);
        plan(batches, generator.workers(), tables.workers().table, generator::worker);
        plan(batches, generator.equipment(), tables.equipment().table, generator::equipment);
        for (long first = 1; first <= generator.contracts(); first += BATCH) {
            long from = first;
            batches.add(() -> writeContracts(from, Math.min(from + BATCH, generator.contracts() + 1L)));
        }
        int threads = Math.min(
                config.connections() - 1, Math.min(4, Runtime.getRuntime().availableProcessors()));
        ExecutorService workers = Executors.newFixedThreadPool(threads, Filling::thread);
        try {
            for (Future<Void> batch : workers.invokeAll(batches)) {
                batch.get();
            }
        } catch (ExecutionException e) {
            throw new SQLException("a batch failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted; the next start fills the database anew", e);
        } finally {
            workers.shutdownNow();
        }
    }

    private <E extends Versioned<E>> void plan(
            List<Callable<Void>> batches, int count, Table<E> table, LongFunction<E> entity) {
        for (long first = 1; first <= count; first += BATCH) {
            long from = first;
            batches.add(() -> {
                List<E> entities = LongStream.range(from, Math.min(from + BATCH, count + 1L))
                        .mapToObj(entity)
                        .toList();
                try (Connection connection = source.getConnection()) {
                    connection.setAutoCommit(false);
                    table.insert(connection, entities);
                    connection.commit();
                }
                return null;
            });
        }
    }

    private Void writeContracts(long from, long to) throws SQLException {
        List<Contract> contracts =
                LongStream.range(from, to).mapToObj(generator::contract).toList();
        List<Schedule> schedules = LongStream.range(from, to)
                .mapToObj(generator::schedules)
                .flatMap(List::stream)
                .toList();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            tables.contracts().table.insert(connection, contracts);
            tables.schedules().table.insert(connection, schedules);
            connection.commit();
        }
        progress.written(contractsWritten.addAndGet(contracts.size()), generator.contracts());
        return null;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "grounds-filling");
        thread.setDaemon(true);
        return thread;
    }
}
