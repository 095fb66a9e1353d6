package dev.countersign.e2e;

import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A module in software (SoftHSM) with one token, in a folder of a test. */
public final class SoftHsm {
    public static final String PIN = "738291";
    private static final Pattern SLOT = Pattern.compile("reassigned to slot ([0-9]+)");

    private final Path library;
    private final Path folder;
    private final Path configuration;
    private final String slot;

    private SoftHsm(Path library, Path folder, Path configuration, String slot) {
        this.library = library;
        this.folder = folder;
        this.configuration = configuration;
        this.slot = slot;
    }

    /** A new token; the test is skipped where SoftHSM is not installed. */
    public static SoftHsm in(Path folder) throws IOException, InterruptedException {
        Path library = InstalledProgram.orSkip(
                "softhsm2",
                "/usr/lib/softhsm/libsofthsm2.so",
                "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so");
        Path tokens = Files.createDirectories(folder.resolve("tokens"));
        Path configuration = Files.writeString(
                folder.resolve("softhsm2.conf"),
                "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n".formatted(tokens));
        var builder = new ProcessBuilder(
                        "softhsm2-util",
                        "--init-token",
                        "--free",
                        "--label",
                        "countersign",
                        "--pin",
                        PIN,
                        "--so-pin",
                        "918273")
                .redirectErrorStream(true);
        builder.environment().put("SOFTHSM2_CONF", configuration.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        Matcher reassigned = SLOT.matcher(output);
        if (!process.waitFor(30, TimeUnit.SECONDS) || !reassigned.find()) {
            throw new IllegalStateException("SoftHSM gave no token: " + output);
        }
        return new SoftHsm(library, folder, configuration, reassigned.group(1));
    }

    /** The library, which any process may load. */
    public Path library() {
        return library;
    }

    /** The file that the library reads, named by the variable SOFTHSM2_CONF. */
    public Path configuration() {
        return configuration;
    }

    /** The settings of a server that generates its keys in the token. */
    Map<String, String> settings(String pin) {
        var settings = new HashMap<String, String>();
        settings.put("SOFTHSM2_CONF", configuration.toString());
        settings.put("COUNTERSIGN_OAUTH_SIGNING_KEYS_PROVIDER", "pkcs11");
        settings.put("COUNTERSIGN_OAUTH_SIGNING_KEYS_PKCS11_LIBRARY", library.toString());
        settings.put("COUNTERSIGN_OAUTH_SIGNING_KEYS_PKCS11_SLOT", slot);
        settings.put("COUNTERSIGN_OAUTH_SIGNING_KEYS_PKCS11_PIN", pin);
        return settings;
    }

    /** The same with the token named by its label. */
    Map<String, String> settingsByLabel(String label) {
        Map<String, String> settings = settings(PIN);
        settings.remove("COUNTERSIGN_OAUTH_SIGNING_KEYS_PKCS11_SLOT");
        settings.put("COUNTERSIGN_OAUTH_SIGNING_KEYS_PKCS11_TOKEN_LABEL", label);
        return settings;
    }

    /** Takes the whole token away. */
    public void remove() throws IOException {
        Files.move(folder.resolve("tokens"), folder.resolve("away"));
    }

    /** Puts the token back. */
    public void insert() throws IOException {
        Files.move(folder.resolve("away"), folder.resolve("tokens"));
    }

    /** Takes the objects of the token away, and leaves the token. */
    void removeObjects() throws IOException {
        move(folder.resolve("tokens"), folder.resolve("objects"));
        countUp();
    }

    /** Puts the objects back. */
    void insertObjects() throws IOException {
        move(folder.resolve("objects"), folder.resolve("tokens"));
        countUp();
    }

    /** Counts the generation of the token up, by which the library notices that objects are gone or new. */
    private void countUp() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("tokens"))) {
            Path generation = files.filter(file -> file.endsWith("generation"))
                    .findFirst()
                    .orElseThrow();
            long count = ByteBuffer.wrap(Files.readAllBytes(generation)).getLong();
            Files.write(
                    generation,
                    ByteBuffer.allocate(Long.BYTES).putLong(count + 1).array());
        }
    }

    private void move(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            List<Path> objects = files.filter(
                            file -> file.toString().endsWith(".object") && !file.endsWith("token.object"))
                    .toList();
            for (Path object : objects) {
                Path target = to.resolve(from.relativize(object));
                Files.createDirectories(target.getParent());
                Files.move(object, target);
            }
        }
    }
}
