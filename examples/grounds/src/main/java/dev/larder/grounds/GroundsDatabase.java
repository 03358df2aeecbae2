package dev.larder.grounds;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The open database of the sample. Opening fills it if it does not hold what the configuration asks for: once, and only
 * one process does so while others wait. Several processes may have it open at once. Safe for use by several threads.
 *
 * <p>An H2 file is opened by the first process itself, which serves the others on a loopback port; when it ends, another
 * one takes over and what it asks meanwhile waits for some seconds. If it is killed, its last half second of changes may
 * be lost.
 */
public final class GroundsDatabase implements AutoCloseable {
    private final HikariDataSource source;
    private final Tables tables;

    private GroundsDatabase(HikariDataSource source) {
        this.source = source;
        this.tables = new Tables(source);
    }

    /** Told how far the filling of the database is; called by several threads. */
    public interface Progress {
        /** So many of all contracts are written. */
        void written(int contracts, int all);
    }

    /** Opens the database and fills it if need be. */
    public static GroundsDatabase open(GroundsConfig config) {
        return open(config, (contracts, all) -> {});
    }

    /**
     * Opens the database and fills it if need be.
     *
     * @param progress called now and then while the database is filled, not at all if it was filled before
     * @throws GroundsDataException if it cannot be opened or filled
     */
    public static GroundsDatabase open(GroundsConfig config, Progress progress) {
        HikariDataSource source = connect(config);
        try {
            GroundsDatabase database = new GroundsDatabase(source);
            new Filling(source, database.tables, config, progress).ensure();
            return database;
        } catch (SQLException | IOException e) {
            source.close();
            throw new GroundsDataException(
                    "could not fill the database (" + config.where() + "): " + e.getMessage(), e);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** The areas. */
    public AreaRepository areas() {
        return tables.areas();
    }

    /** The contracts. */
    public ContractRepository contracts() {
        return tables.contracts();
    }

    /** The planned visits. */
    public ScheduleRepository schedules() {
        return tables.schedules();
    }

    /** The workers. */
    public WorkerRepository workers() {
        return tables.workers();
    }

    /** The machines and vehicles. */
    public EquipmentRepository equipment() {
        return tables.equipment();
    }

    /** Whether the database answers, within about a second once a connection is free. */
    public boolean answers() {
        try (Connection connection = source.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Closes all connections. The data stays. */
    @Override
    public void close() {
        source.close();
    }

    private static HikariDataSource connect(GroundsConfig config) {
        HikariConfig pool = new HikariConfig();
        try {
            pool.setJdbcUrl(config.url() == null ? h2(config.folder()) : config.url());
            pool.setMaximumPoolSize(config.connections());
            pool.setMinimumIdle(Math.min(2, config.connections()));
            pool.setPoolName("grounds");
            if (pool.getJdbcUrl().startsWith("jdbc:postgresql:")) {
                pool.addDataSourceProperty("reWriteBatchedInserts", "true");
            }
            return new HikariDataSource(pool);
        } catch (IOException | RuntimeException e) {
            throw new GroundsDataException(
                    "could not open the database (" + config.where() + "): " + rootCause(e)
                            + (config.url() == null
                                    ? ". Is the folder writable, and the disk not full?"
                                    : ". Is the database running, and are the URL, user and password right?"),
                    e);
        }
    }

    private static String h2(Path folder) throws IOException {
        Files.createDirectories(folder);
        // Read once by H2: the port that serves other processes must not be open to other machines.
        if (System.getProperty("h2.bindAddress") == null) {
            System.setProperty("h2.bindAddress", "127.0.0.1");
        }
        return "jdbc:h2:file:" + folder.toAbsolutePath().normalize().resolve("grounds") + ";AUTO_SERVER=TRUE";
    }

    private static String rootCause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
