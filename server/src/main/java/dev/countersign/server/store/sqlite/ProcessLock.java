package dev.countersign.server.store.sqlite;

import dev.countersign.server.store.database.UnusableDatabaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exclusive lock of this process on the embedded database; the system releases it when the process ends for any reason.
 */
final class ProcessLock implements AutoCloseable {
    private static final String FILE = "countersign.lock";

    /** Checked first: with POSIX locks, opening and closing the file a second time would release the first lock. */
    private static final Set<Path> HELD_BY_US = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws UnusableDatabaseException when another process holds it */
    static ProcessLock acquire(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve(FILE);
        if (!HELD_BY_US.add(file)) {
            throw taken(folder, "this process");
        }
        boolean held = false;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw taken(folder, "the process " + Files.readString(file).strip());
            }
            byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0).write(ByteBuffer.wrap(pid));
            held = true;
            return new ProcessLock(file, channel);
        } finally {
            if (!held) {
                HELD_BY_US.remove(file);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static UnusableDatabaseException taken(Path folder, String holder) {
        return new UnusableDatabaseException(
                "The embedded database in %s is in use by %s. Only one process may have it open; stop the other one, or give this one another home."
                        .formatted(folder, holder));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } finally {
            HELD_BY_US.remove(file);
        }
    }
}
