package dev.countersign.base.file;

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
import java.util.Collections;
import java.util.Set;

/** Writer of files that only their owner may read, from their creation on, and that are on disk on return. */
public final class OwnerOnlyFile {
    private static final String FILE = "rw-------";
    private static final String FOLDER = "rwx------";

    private OwnerOnlyFile() {}

    /** Creates a file; an existing one is an error, because it may contain the only copy of its data. */
    public static void create(Path file, byte[] content) throws IOException {
        write(file, content, StandardOpenOption.CREATE_NEW, FILE);
    }

    /** Writes to a file that was created before. */
    public static void fill(Path file, byte[] content) throws IOException {
        write(file, content, StandardOpenOption.TRUNCATE_EXISTING, FILE);
    }

    /**
     * Replaces a file atomically, if it exists: a reader sees either the old or the new content. For files written by a
     * single process.
     */
    public static void replace(Path file, byte[] content) throws IOException {
        replace(file, content, FILE);
    }

    /** The same for a file that other users may read too, with permissions such as {@code rw-r--r--}. */
    public static void replace(Path file, byte[] content, String permissions) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft); // left by a terminated process; it may contain a secret
        try {
            write(draft, content, StandardOpenOption.CREATE_NEW, permissions);
            move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Renames a file atomically and durably. */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        if (isPosix(to)) {
            try (var folder = FileChannel.open(to.toAbsolutePath().resolveSibling("."), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    /** Creates a missing folder and its parents, accessible to their owner only. */
    public static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, FOLDER));
        }
    }

    /** Restricts an existing file or folder to its owner. */
    public static void restrict(Path path) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(Files.isDirectory(path) ? FOLDER : FILE));
        }
    }

    /** Whether a file has one of these permissions; false where this cannot be determined. */
    public static boolean isOpen(Path file, Set<PosixFilePermission> permissions) {
        try {
            return !Collections.disjoint(Files.getPosixFilePermissions(file), permissions);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    private static void write(Path file, byte[] content, StandardOpenOption how, String permissions)
            throws IOException {
        var options = Set.of(how, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, options, attributes(file, permissions))) {
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
