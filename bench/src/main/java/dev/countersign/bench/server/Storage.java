package dev.countersign.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Storage of the ledger of Countersign: an embedded database file, or a PostgreSQL server with the lifetime of this
 * object.
 */
public sealed interface Storage extends AutoCloseable {

    /**
     * A database of a home.
     *
     * @param environment environment of the server
     * @param url JDBC URL for this process
     */
    record Database(Map<String, String> environment, String url) {}

    /** The names of the kinds on the command line. */
    enum Kind {
        SQLITE,
        POSTGRES
    }

    static Storage start(Kind kind) throws IOException, InterruptedException {
        return switch (kind) {
            case SQLITE -> new Embedded();
            case POSTGRES -> new Postgres(BenchPostgres.start());
        };
    }

    /** Creates an empty database for the home that others are copied from. */
    Database template(Path home) throws SQLException;

    /** Copies that database, for a copied home. The template must not be in use meanwhile. */
    Database copy(Path home) throws SQLException;

    /** The process whose processor time is measured in addition to the server's. */
    Optional<ProcessHandle> process() throws IOException;

    @Override
    void close() throws IOException;

    /** SQLite: copied with the home. */
    record Embedded() implements Storage {

        @Override
        public Database template(Path home) {
            return copy(home);
        }

        @Override
        public Database copy(Path home) {
            return new Database(Map.of(), "jdbc:sqlite:" + home.resolve("data/countersign.db"));
        }

        @Override
        public Optional<ProcessHandle> process() {
            return Optional.empty();
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "SQLite";
        }
    }

    /** PostgreSQL with its default settings. */
    record Postgres(BenchPostgres cluster) implements Storage {
        private static final String TEMPLATE = "bench_template";

        @Override
        public Database template(Path home) throws SQLException {
            cluster.execute("CREATE DATABASE " + TEMPLATE);
            return database(TEMPLATE);
        }

        @Override
        public Database copy(Path home) throws SQLException {
            String name = "bench_" + home.getFileName();
            cluster.execute("DROP DATABASE IF EXISTS " + name);
            cluster.execute("CREATE DATABASE %s TEMPLATE %s".formatted(name, TEMPLATE));
            return database(name);
        }

        private Database database(String name) {
            String url = cluster.url(name);
            return new Database(
                    Map.of("COUNTERSIGN_DATABASE_URL", url, "COUNTERSIGN_DATABASE_USERNAME", BenchPostgres.USER),
                    url + "?user=" + BenchPostgres.USER);
        }

        @Override
        public Optional<ProcessHandle> process() throws IOException {
            return Optional.of(cluster.process());
        }

        @Override
        public void close() throws IOException {
            cluster.close();
        }

        @Override
        public String toString() {
            return "PostgreSQL, default settings";
        }
    }
}
