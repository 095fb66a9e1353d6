package dev.countersign.e2e;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.sqlite.util.OSInfo;

/**
 * The classes of this build for servers of tests, as jars, with the cache that one training run left beside them (JEP 514), as
 * the launcher does for users: hundreds of servers are started, each of which would take seconds of processor time to load them.
 */
final class ServerClasses {
    private static final Path FOLDER = Path.of("target", "server-classes").toAbsolutePath();
    private static final Path CACHE = FOLDER.resolve("start.aot");
    private static final Path OUTPUT = FOLDER.resolve("training.txt");
    private static final Path STATUS = FOLDER.resolve("training.status");
    private static final long LONGEST_TRAINING_SECONDS = 120;
    private static final String PATH = prepared();

    private ServerClasses() {}

    /** The words that start the program in a process of its own; those of its command come after them. */
    static List<String> program() {
        List<String> words = new ArrayList<>(java());
        words.addAll(List.of(
                // passed over when it is not there
                "-XX:AOTCache=" + CACHE,
                "-Xlog:aot*=off",
                "-Xlog:cds*=off",
                // most live for seconds: the optimizing compiler would take more processor time than it gives back
                "-XX:CompileThresholdScaling=8",
                "-cp",
                PATH,
                "dev.countersign.server.Main"));
        return words;
    }

    /** The training run whose cache is used. */
    record Training(String status, String output, Path cache) {}

    /** The training run of this build, which a test has to judge: servers only start more slowly where it failed. */
    static Training training() {
        try {
            return new Training(Files.readString(STATUS), Files.readString(OUTPUT), CACHE);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // as little as the launcher lets the young space be
                "-Xms60m",
                "-Xmn28m",
                // the cache at the address it was made for
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                // native libraries that need not be unpacked by each process
                "-Dorg.sqlite.lib.path=" + FOLDER,
                "-Djava.library.path=" + FOLDER,
                "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true");
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

    private static String path(List<Path> entries) throws IOException {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            path.add((isPacked(entries.get(i)) ? jar(i) : entries.get(i)).toString());
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

    /** Classes of folders and of signed jars do not get into the cache. */
    private static boolean isPacked(Path entry) throws IOException {
        if (!Files.isRegularFile(entry)) {
            return Files.isDirectory(entry);
        }
        try (var jar = new JarFile(entry.toFile(), false)) {
            return jar.stream().anyMatch(file -> isSignature(file.getName()));
        }
    }

    private static boolean isSignature(String name) {
        return name.matches("META-INF/[^/]+[.](SF|RSA|DSA|EC)");
    }

    private static void pack(List<Path> entries) throws IOException {
        for (int i = 0; i < entries.size(); i++) {
            Path entry = entries.get(i);
            if (Files.isDirectory(entry)) {
                try (var jar = new JarOutputStream(Files.newOutputStream(jar(i)))) {
                    pack(entry, files(entry), jar);
                }
            } else if (Files.isRegularFile(entry)) {
                try (var archive = FileSystems.newFileSystem(entry)) {
                    if (isPacked(entry)) {
                        Path root = archive.getPath("/");
                        try (var jar = new JarOutputStream(Files.newOutputStream(jar(i)), unsigned(root))) {
                            pack(root, files(root), jar);
                        }
                    }
                    unpackLibraries(archive);
                }
            }
        }
    }

    private static Manifest unsigned(Path root) throws IOException {
        try (var in = Files.newInputStream(root.resolve(JarFile.MANIFEST_NAME))) {
            var manifest = new Manifest(in);
            // the digests of the files
            manifest.getEntries().clear();
            return manifest;
        }
    }

    private static void pack(Path root, List<Path> files, JarOutputStream jar) throws IOException {
        // not smaller, but quicker to read
        jar.setLevel(0);
        for (Path file : files) {
            String name = root.relativize(file).toString().replace(File.separatorChar, '/');
            if (name.equals(JarFile.MANIFEST_NAME) || isSignature(name)) {
                continue;
            }
            if (Files.isDirectory(file)) {
                // by folders, too, the migrations of the database are found
                jar.putNextEntry(new JarEntry(name.endsWith("/") ? name : name + "/"));
            } else {
                jar.putNextEntry(new JarEntry(name));
                Files.copy(file, jar);
            }
            jar.closeEntry();
        }
    }

    private static void unpackLibraries(FileSystem archive) throws IOException {
        for (String folder : List.of(
                "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS(),
                "/com/amazon/corretto/crypto/provider")) {
            Path path = archive.getPath(folder);
            if (Files.isDirectory(path)) {
                for (Path file : files(path)) {
                    if (file.toString().matches(".*[.](so|dylib|dll)")) {
                        Files.copy(file, FOLDER.resolve(file.getFileName().toString()), REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    /** Leaves the cache; where that fails, servers start more slowly. */
    private static void train(String path) throws IOException {
        Path home = FOLDER.resolve("home");
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("-XX:AOTCacheOutput=" + CACHE, "-cp", path, "dev.countersign.server.AotTraining"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(OUTPUT.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("COUNTERSIGN_"));
        builder.environment().put("COUNTERSIGN_HOME", home.toString());
        builder.environment().put("COUNTERSIGN_SERVER_PORT", "0");
        builder.environment().put("COUNTERSIGN_SERVER_BIND", "127.0.0.1");
        Process training = builder.start();
        try {
            boolean ended = training.waitFor(LONGEST_TRAINING_SECONDS, TimeUnit.SECONDS);
            Files.writeString(STATUS, ended ? String.valueOf(training.exitValue()) : "not ended");
            if (!ended) {
                Files.deleteIfExists(CACHE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            training.destroyForcibly();
        }
    }
}
