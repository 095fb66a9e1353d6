package dev.countersign.bench.server;

import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A version of Countersign to measure: a checkout of the repository, which its launcher builds if necessary.
 *
 * @param name display name of its servers
 * @param root folder with the launcher
 */
public record Checkout(String name, Path root) {

    /** @throws IllegalArgumentException when the folder has no launcher */
    public Checkout {
        if (!Files.isExecutable(root.resolve(Folders.LAUNCHER))) {
            throw new IllegalArgumentException("There is no %s in %s.".formatted(Folders.LAUNCHER, root));
        }
    }

    /** The launcher, asked to serve with the JVM of this process. */
    public Program serve(Path home, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("COUNTERSIGN_JAVA_HOME", System.getProperty("java.home"));
        String launcher = root.resolve(Folders.LAUNCHER).toString();
        return new Program(List.of(launcher, "serve", "--home", home.toString()), all, root);
    }
}
