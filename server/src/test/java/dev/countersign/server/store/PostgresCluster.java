package dev.countersign.server.store;

import dev.countersign.FreePort;
import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server on a loopback port and in a temporary folder. It does not run as root, so the tests may. {@code COUNTERSIGN_TEST_DATABASE_URL} names one that runs already, by a user who may make databases.
 */
public final class PostgresCluster implements AutoCloseable {
    private static final String GIVEN = "COUNTERSIGN_TEST_DATABASE_URL";
    private static final String USER = "postgres";
    private static final String OWNER = "countersign_owner";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path folder;
    private final int port;

    private PostgresCluster(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** The server shared by tests that do not interfere with it; it ends with the JVM. */
    private static final class Shared {
        static final Optional<PostgresCluster> CLUSTER = make();

        private Shared() {}

        private static Optional<PostgresCluster> make() {
            if (System.getenv(GIVEN) != null) {
                return Optional.empty();
            }
            PostgresCluster cluster = start(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
            return Optional.of(cluster);
        }
    }

    /** The URL of a new, empty database, with user and password in it. */
    public static String freshUrl() {
        return Shared.CLUSTER
                .map(PostgresCluster::freshDatabase)
                .orElseGet(() -> fresh(System.getenv().getOrDefault(GIVEN, "")));
    }

    /**
     * The URL of a new, empty database of a role that is no superuser, to which row-level security applies.
     */
    public static String freshUrlOfOwner() {
        String administration = Shared.CLUSTER
                .map(cluster -> administration(cluster.port))
                .orElseGet(() -> System.getenv().getOrDefault(GIVEN, ""));
        try (Connection connection = DriverManager.getConnection(administration);
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("SELECT usesuper FROM pg_user WHERE usename = current_user")) {
                if (!rows.next() || !rows.getBoolean(1)) {
                    return fresh(administration);
                }
            }
            statement.execute("""
                    DO $$ BEGIN CREATE ROLE %1$s LOGIN PASSWORD '%1$s';
                    EXCEPTION WHEN duplicate_object THEN NULL; END $$""".formatted(OWNER));
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
        String url = fresh(administration, " OWNER " + OWNER)
                .replaceAll("([?&])(user|password)=[^&]*(&|$)", "$1")
                .replaceAll("[?&]$", "");
        return url + (url.contains("?") ? "&" : "?") + "user=%1$s&password=%1$s".formatted(OWNER);
    }

    /** Starts a server of one's own, which may be stopped and killed; with further settings. */
    public static PostgresCluster start(Map<String, String> settings) {
        try {
            Path folder = Files.createTempDirectory("countersign-postgres");
            PostgresOwner.giveAway(folder);
            var cluster = new PostgresCluster(folder, FreePort.get());
            cluster.initialize();
            var configuration =
                    new StringBuilder("listen_addresses = '127.0.0.1'\nport = %d\nunix_socket_directories = ''\n"
                            .formatted(cluster.port));
            settings.forEach((name, value) -> configuration.append("%s = '%s'\n".formatted(name, value)));
            cluster.append("postgresql.conf", configuration.toString());
            cluster.start();
            return cluster;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    /** The order and the letter case of its databases are those of a language, so that no test passes by those of the machine. */
    private void initialize() {
        run(
                "initdb",
                "-D",
                data(),
                "-U",
                USER,
                "-A",
                "trust",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale-provider=icu",
                "--icu-locale=en");
    }

    /** Adds lines to a file of the cluster. */
    public void append(String file, String lines) throws IOException {
        Path path = folder.resolve("data").resolve(file);
        Files.writeString(path, Files.readString(path) + lines);
    }

    /** Puts lines before those of a file of the cluster. */
    public void prepend(String file, String lines) throws IOException {
        Path path = folder.resolve("data").resolve(file);
        Files.writeString(path, lines + Files.readString(path));
    }

    public void start() {
        run("pg_ctl", "-D", data(), "-l", folder.resolve("log").toString(), "-w", "start");
    }

    /** A copy of this server that follows it; from now on a commit here waits until it is on both disks. */
    public PostgresCluster startStandby() {
        try {
            Path copy = Files.createTempDirectory("countersign-standby");
            PostgresOwner.giveAway(copy);
            var standby = new PostgresCluster(copy, FreePort.get());
            copyTo(standby);
            standby.append(
                    "postgresql.conf",
                    "port = %d\nprimary_conninfo = 'host=127.0.0.1 port=%d user=%s'\n"
                            .formatted(standby.port, port, USER));
            standby.start();
            execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
            execute("SELECT pg_reload_conf()");
            return standby;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    /** Copies the folder of data while the server runs, without a program that Maven does not bring. */
    private void copyTo(PostgresCluster standby) throws IOException {
        try (Connection connection = DriverManager.getConnection(administration(port));
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            standby.runAsOwner(List.of("cp", "-a", data(), standby.data()));
            try (var label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                label.next();
                standby.write("backup_label", label.getString(1));
            }
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
        Files.delete(Path.of(standby.data(), "postmaster.pid"));
        standby.write("standby.signal", "");
    }

    private void write(String file, String text) throws IOException {
        PostgresOwner.giveAway(Files.writeString(Path.of(data(), file), text));
    }

    /** Makes a standby the server that takes writes. */
    public void promote() {
        run("pg_ctl", "-D", data(), "-w", "promote");
    }

    /** Runs one statement as the owner of the server. */
    public void execute(String sql) {
        execute(administration(port), sql);
    }

    /** Runs one statement in a database, by its URL. */
    public void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** A backup of a database, in a file. */
    public Path dump(String url) {
        InstalledProgram.orSkip("postgresql", PostgresPrograms.find("pg_dump"));
        Path file = folder.resolve("backup-" + DATABASES.incrementAndGet());
        run(
                "pg_dump",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-U",
                USER,
                "-Fc",
                "-f",
                file.toString(),
                name(url));
        return file;
    }

    /** The URL of a new database with what is in a backup. */
    public String restore(Path backup) {
        String url = freshDatabase();
        run(
                "pg_restore",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-U",
                USER,
                "-d",
                name(url),
                backup.toString());
        return url;
    }

    private static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
    }

    /** Puts a file into the server's folder that it alone may read. */
    public Path give(Path source, String name) throws IOException {
        Path file = folder.resolve(name);
        Files.copy(source, file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        PostgresOwner.giveAway(file);
        return file;
    }

    /** @param mode {@code fast}, or {@code immediate} for a crash */
    public void stop(String mode) {
        run("pg_ctl", "-D", data(), "-m", mode, "-w", "stop");
    }

    public Path log() {
        return folder.resolve("log");
    }

    public int port() {
        return port;
    }

    /** The URL of a new database. */
    public String freshDatabase() {
        return fresh(administration(port));
    }

    private static String administration(int port) {
        return "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s".formatted(port, USER);
    }

    private static String fresh(String administration) {
        return fresh(administration, "");
    }

    private static String fresh(String administration, String options) {
        String name = "countersign_%d_%d".formatted(ProcessHandle.current().pid(), DATABASES.incrementAndGet());
        try (Connection connection = DriverManager.getConnection(administration);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + options);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
        return administration.replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(PostgresPrograms.find(program)
                .orElseThrow(() -> new IllegalStateException("there is no " + program))
                .toString());
        command.addAll(List.of(arguments));
        runAsOwner(command);
    }

    private void runAsOwner(List<String> arguments) {
        List<String> command = PostgresOwner.asOwner(arguments);
        try {
            Path output = Files.createTempFile("countersign-postgres", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            String said = Files.readString(output);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " failed: " + said);
            }
        } catch (IOException cannotRun) {
            throw new UncheckedIOException(cannotRun);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        if (Files.exists(folder.resolve("data").resolve("postmaster.pid"))) {
            stop("immediate");
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
