package dev.countersign.bench.load;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;

/** Where everything lies, from the repository's root on. */
record Folders(Path repository) {

    /** Those of the checkout that is the current folder. */
    static Folders here() {
        var folders = new Folders(Path.of("").toAbsolutePath());
        if (!Files.isExecutable(folders.launcher())) {
            throw new IllegalStateException("Run this from the repository's root: there is no ./countersign here.");
        }
        return folders;
    }

    Path launcher() {
        return repository.resolve("countersign");
    }

    Path pool() {
        return repository.resolve("bench/target/pool");
    }

    /** The homes of the servers of one run. */
    Path work() {
        return repository.resolve("bench/target/load");
    }

    Path keycloak() {
        return repository.resolve("bench/target/keycloak");
    }

    Path script() {
        return repository.resolve("bench/src/main/lua/exchange.lua");
    }

    Path results() {
        return repository.resolve("bench/results");
    }

    /** Copies a folder with everything in it. */
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Removes a folder with everything in it, if it is there. */
    static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
