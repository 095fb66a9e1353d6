package dev.countersign.e2e;

import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;

/** Node: the program of this machine, else the one that Playwright's driver brings for this platform. */
final class NodeProgram {
    private static final class Holder {
        static final Path PROGRAM = InstalledProgram.onPath("node").orElseGet(NodeProgram::unpacked);

        private Holder() {}
    }

    private NodeProgram() {}

    static Path path() {
        return Holder.PROGRAM;
    }

    private static Path unpacked() {
        Path program = Chromium.folder("node").resolve("node");
        try {
            if (!Files.exists(program)) {
                Path draft = Files.createTempFile(program.getParent(), "node", ".new");
                try (InputStream content = content()) {
                    Files.copy(content, draft, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(draft, program, StandardCopyOption.ATOMIC_MOVE);
            }
            return program;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private static InputStream content() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "mac" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "-arm64" : "";
        String name = "/driver/" + system + processor + "/node";
        return Optional.ofNullable(NodeProgram.class.getResourceAsStream(name))
                .orElseThrow(() -> new IllegalStateException("there is no " + name + " on the class path"));
    }
}
