package dev.countersign.server.config;

import dev.countersign.core.jose.MasterKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The master key: in {@code <home>/conf/master.key}, or in the environment. */
public final class MasterKeyFile {
    private final Path path;
    private final Optional<String> variable;

    public MasterKeyFile(Home home, Map<String, String> environment) {
        this.path = home.masterKeyFile();
        this.variable = Optional.ofNullable(environment.get(EnvironmentVariables.MASTER_KEY))
                .filter(value -> !value.isBlank());
    }

    /**
     * The key that was given or made before.
     *
     * @throws UnusableMasterKeyException when there is one and it cannot be read
     */
    public Optional<MasterKey> find() throws UnusableMasterKeyException {
        if (variable.isPresent()) {
            return Optional.of(decode(variable.get(), EnvironmentVariables.MASTER_KEY));
        }
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode(Files.readString(path, StandardCharsets.US_ASCII), path.toString()));
        } catch (IOException unreadable) {
            throw new UnusableMasterKeyException("%s cannot be read".formatted(path), unreadable);
        }
    }

    /** Makes a key and writes it, readable for its owner alone. */
    public MasterKey generate() throws IOException {
        var key = MasterKey.generate();
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        try (var channel = Files.newByteChannel(path, options, ownerOnly)) {
            channel.write(java.nio.ByteBuffer.wrap((key.toBase64() + '\n').getBytes(StandardCharsets.US_ASCII)));
        }
        return key;
    }

    /** Whether others than the owner may read the file. */
    public boolean isExposed() {
        try {
            return Files.exists(path) && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException notPosix) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    private static MasterKey decode(String base64, String source) throws UnusableMasterKeyException {
        try {
            return MasterKey.ofBase64(base64);
        } catch (IllegalArgumentException damaged) {
            throw new UnusableMasterKeyException("%s: %s".formatted(source, damaged.getMessage()), damaged);
        }
    }
}
