package dev.countersign.bench.server;

import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A PostgreSQL server from the machine's own binaries, on a loopback port and in a temporary folder; not as root. */
final class BenchPostgres implements AutoCloseable {
    static final String USER = "postgres";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final int port;
    private final Thread atTheLatest = new Thread(this::stopAtOnce);

    private BenchPostgres(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(atTheLatest);
    }

    /** Starts one with default settings, so that every commit waits for the disk. */
    static BenchPostgres start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("countersign-bench-postgres");
        if (isRoot()) {
            var owners = folder.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(folder, owners.lookupPrincipalByName(USER));
        }
        var cluster = new BenchPostgres(folder, BenchServer.freePort());
        cluster.run("initdb", "-D", cluster.data(), "-U", USER, "-A", "trust", "-E", "UTF8");
        String listening =
                "-c listen_addresses=127.0.0.1 -c port=%d -c unix_socket_directories=''".formatted(cluster.port);
        cluster.run("pg_ctl", "-D", cluster.data(), "-l", folder + "/log", "-o", listening, "-w", "start");
        return cluster;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** Runs one statement as the owner of the server. */
    void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url("postgres"), USER, "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The parent of all its processes. */
    ProcessHandle process() throws IOException {
        try (var lines = Files.lines(folder.resolve("data/postmaster.pid"))) {
            long pid = Long.parseLong(lines.findFirst().orElseThrow());
            return ProcessHandle.of(pid).orElseThrow();
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        if (isRoot()) {
            words.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--"));
        }
        words.add(binary(program).toString());
        words.addAll(List.of(arguments));
        new Program(words, Map.of(), folder).run(PATIENCE);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The program of the newest installed release; Debian does not add them to the path. */
    private static Path binary(String program) throws IOException {
        try (var releases = Files.list(Path.of("/usr/lib/postgresql"))) {
            return releases.map(release -> release.resolve("bin").resolve(program))
                    .filter(Files::isExecutable)
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException("PostgreSQL is not installed."));
        }
    }

    private void stopAtOnce() {
        try {
            run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
        } catch (IOException | IllegalStateException leftRunning) {
            System.err.println("PostgreSQL may still be running in " + folder);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(atTheLatest);
        stopAtOnce();
        Folders.remove(folder);
    }
}
