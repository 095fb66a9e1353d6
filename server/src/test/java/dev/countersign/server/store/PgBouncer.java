package dev.countersign.server.store;

import dev.countersign.FreePort;
import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's PgBouncer before a {@link PostgresCluster}, on a loopback port and in a temporary folder. */
public final class PgBouncer implements AutoCloseable {
    private static final String USER = "postgres";

    private final Path folder;
    private final int port;
    private final Process process;

    private PgBouncer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** @param settings lines of its section {@code [pgbouncer]} */
    public static PgBouncer before(int postgres, String settings) {
        Path program = InstalledProgram.orSkip("pgbouncer", "/usr/sbin/pgbouncer");
        try {
            Path folder = Files.createTempDirectory("countersign-pgbouncer");
            int port = FreePort.get();
            Path users = Files.writeString(folder.resolve("users.txt"), "\"%s\" \"\"\n".formatted(USER));
            Path configuration =
                    Files.writeString(folder.resolve("pgbouncer.ini"), """
                    [databases]
                    * = host=127.0.0.1 port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = trust
                    auth_file = %s
                    %s
                    """.formatted(postgres, port, users, settings));
            for (Path file : List.of(folder, users, configuration)) {
                PostgresOwner.giveAway(file);
            }
            Process process = new ProcessBuilder(
                            PostgresOwner.asOwner(List.of(program.toString(), configuration.toString())))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            var bouncer = new PgBouncer(folder, port, process);
            bouncer.awaitListening();
            return bouncer;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private void awaitListening() throws IOException {
        long deadline = System.nanoTime() + OpenStore.DEADLINE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    throw new IOException(Files.readString(folder.resolve("log")), notYet);
                }
                Thread.onSpinWait();
            }
        }
        throw new IOException("PgBouncer does not listen");
    }

    /** The URL of a database of the cluster, through PgBouncer. */
    public String through(String url, int postgres) {
        return url.replace(":" + postgres, ":" + port);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
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
