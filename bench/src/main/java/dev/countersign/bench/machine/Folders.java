package dev.countersign.bench.machine;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;

/** Folders and files of the benchmark, relative to the root of the repository. */
public record Folders(Path repository) {
    /** The name of the launcher in a checkout. */
    public static final String LAUNCHER = "countersign";

    /** The folders of the checkout in the current folder. */
    public static Folders here() {
        var folders = new Folders(Path.of("").toAbsolutePath());
        if (!Files.isExecutable(folders.repository().resolve(LAUNCHER))) {
            throw new IllegalStateException("Run this from the repository's root: there is no ./countersign here.");
        }
        return folders;
    }

    public Path pool() {
        return repository.resolve("bench/target/pool");
    }

    /** The homes of the servers of one run. */
    public Path work() {
        return repository.resolve("bench/target/load");
    }

    public Path keycloak() {
        return repository.resolve("bench/target/keycloak");
    }

    /** The folder into which node-oidc-provider is installed. */
    public Path oidcProvider() {
        return repository.resolve("bench/target/oidc-provider");
    }

    public Path nodePrograms() {
        return repository.resolve("bench/src/main/node");
    }

    public Path script() {
        return repository.resolve("bench/src/main/lua/exchange.lua");
    }

    public Path results() {
        return repository.resolve("bench/results");
    }

    /** Copies a folder recursively. */
    public static void copy(Path from, Path to) throws IOException {
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

    /** Removes a folder recursively, if it exists. */
    public static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
