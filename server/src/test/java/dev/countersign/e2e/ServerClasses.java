package dev.countersign.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The classes of this build for servers of tests, as jars, with the cache that one training run left beside them (JEP 514), as
 * the launcher does for users: hundreds of servers are started, each of which would take seconds of processor time to load them.
 */
final class ServerClasses {
    private static final Path FOLDER = Path.of("target", "server-classes").toAbsolutePath();
    private static final Path CACHE = FOLDER.resolve("start.aot");
    private static final long LONGEST_TRAINING_SECONDS = 120;
    private static final String PATH = prepared();

    private ServerClasses() {}

    /** The class path, with a jar in the place of each folder. */
    static String path() {
        return PATH;
    }

    /** The cache, which the JVM passes over when it is not there. */
    static Path cache() {
        return CACHE;
    }

    /** The tests of one build run in several JVMs, the first of which prepares the folder for all. */
    private static String prepared() {
        String given = System.getProperty("java.class.path");
        List<Path> entries =
                Stream.of(given.split(File.pathSeparator)).map(Path::of).toList();
        try {
            Files.createDirectories(FOLDER.getParent());
            Path lock = FOLDER.resolveSibling("server-classes.lock");
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                Path stamp = FOLDER.resolve("stamp");
                String state = state(entries);
                String path = path(entries);
                if (!Files.exists(stamp) || !Files.readString(stamp).equals(state)) {
                    Files.deleteIfExists(stamp);
                    Files.deleteIfExists(CACHE);
                    Files.createDirectories(FOLDER);
                    pack(entries);
                    train(path);
                    Files.writeString(stamp, state);
                }
                return path;
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static Path jar(int place) {
        return FOLDER.resolve(place + ".jar");
    }

    private static String path(List<Path> entries) {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            path.add((Files.isDirectory(entries.get(i)) ? jar(i) : entries.get(i)).toString());
        }
        return String.join(File.pathSeparator, path);
    }

    /** A text that changes with any class or resource. */
    private static String state(List<Path> entries) throws IOException {
        var state = new StringBuilder();
        for (Path entry : entries) {
            state.append(entry).append('\n');
            if (Files.isDirectory(entry)) {
                for (Path file : files(entry)) {
                    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    state.append("%s %s %s%n"
                            .formatted(
                                    file,
                                    attributes.size(),
                                    attributes.lastModifiedTime().toMillis()));
                }
            }
        }
        return state.toString();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.sorted().toList();
        }
    }

    private static void pack(List<Path> entries) throws IOException {
        for (int i = 0; i < entries.size(); i++) {
            Path folder = entries.get(i);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (var jar = new JarOutputStream(Files.newOutputStream(jar(i)))) {
                // not smaller, but quicker to read
                jar.setLevel(0);
                for (Path file : files(folder)) {
                    String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                    if (Files.isDirectory(file)) {
                        // by folders, too, the migrations of the database are found
                        jar.putNextEntry(new JarEntry(name + "/"));
                    } else {
                        jar.putNextEntry(new JarEntry(name));
                        Files.copy(file, jar);
                    }
                    jar.closeEntry();
                }
            }
        }
    }

    /** Leaves the cache; where that fails, servers start more slowly. */
    private static void train(String path) throws IOException {
        Path home = FOLDER.resolve("home");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:AOTCacheOutput=" + CACHE,
                        "-cp",
                        path,
                        "dev.countersign.server.AotTraining")
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("training.txt").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("COUNTERSIGN_"));
        builder.environment().put("COUNTERSIGN_HOME", home.toString());
        builder.environment().put("COUNTERSIGN_SERVER_PORT", "0");
        builder.environment().put("COUNTERSIGN_SERVER_BIND", "127.0.0.1");
        Process training = builder.start();
        try {
            if (!training.waitFor(LONGEST_TRAINING_SECONDS, TimeUnit.SECONDS)) {
                Files.deleteIfExists(CACHE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            training.destroyForcibly();
        }
    }
}
