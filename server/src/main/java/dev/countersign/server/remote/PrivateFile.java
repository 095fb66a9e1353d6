package dev.countersign.server.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file that its owner alone may read, from its first moment on. */
public final class PrivateFile {
    private PrivateFile() {}

    /** Makes the folders that are missing, for their owner alone, and puts the file there whole or not at all. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        }
        Path draft = file.resolveSibling(".%s.%s.new"
                .formatted(file.getFileName(), ProcessHandle.current().pid()));
        Files.deleteIfExists(draft);
        try {
            write(draft, content, StandardOpenOption.CREATE_NEW);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Makes an empty file; one that is there already is an error, for what it holds may be the only copy. */
    public static void reserve(Path file) throws IOException {
        write(file, new byte[0], StandardOpenOption.CREATE_NEW);
    }

    /** Writes to a file that was reserved. */
    public static void fill(Path file, byte[] content) throws IOException {
        write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Whether others than the owner may read it. */
    public static boolean isExposed(Path file) throws IOException {
        if (!isPosix(file)) {
            return false;
        }
        var others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(Set.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        return !others.isEmpty();
    }

    private static void write(Path file, byte[] content, StandardOpenOption how) throws IOException {
        try (var channel =
                FileChannel.open(file, Set.of(how, StandardOpenOption.WRITE), attributes(file, "rw-------"))) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] attributes(Path file, String permissions) {
        return isPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
