package dev.countersign.server.config.home;

import dev.countersign.base.file.OwnerOnlyFile;
import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.server.config.setting.EnvironmentVariables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The master key: in {@code <home>/conf/master.key}, or in the environment. The previous one may be stored beside it,
 * for data that is still encrypted with it.
 */
public final class MasterKeyFile {
    /** Permissions that are reported. Group access is permitted: a Kubernetes volume gives its files to a group. */
    private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.OTHERS_READ);

    private final Path path;
    private final Path previousPath;
    private final Map<String, String> environment;

    public MasterKeyFile(Home home, Map<String, String> environment) {
        this.path = home.masterKeyFile();
        this.previousPath = home.previousMasterKeyFile();
        this.environment = UnmodifiableCopies.of(environment);
    }

    /**
     * Returns the configured or previously generated key.
     *
     * @throws UnusableMasterKeyException when there is one and it cannot be read
     */
    public Optional<MasterKey> find() throws UnusableMasterKeyException {
        return find(EnvironmentVariables.MASTER_KEY, path);
    }

    /**
     * Returns the previous key.
     *
     * @throws UnusableMasterKeyException when there is one and it cannot be read
     */
    public Optional<MasterKey> previous() throws UnusableMasterKeyException {
        return find(EnvironmentVariables.PREVIOUS_MASTER_KEY, previousPath);
    }

    private Optional<MasterKey> find(String variable, Path file) throws UnusableMasterKeyException {
        Optional<String> given = Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
        if (given.isPresent()) {
            return Optional.of(decode(given.get(), variable));
        }
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    private static MasterKey read(Path file) throws UnusableMasterKeyException {
        try {
            return decode(Files.readString(file, StandardCharsets.US_ASCII), file.toString());
        } catch (IOException unreadable) {
            throw new UnusableMasterKeyException("%s cannot be read".formatted(file), unreadable);
        }
    }

    /** Generates a key and writes it, readable by its owner only. */
    public MasterKey generate() throws IOException {
        var key = MasterKey.generate();
        OwnerOnlyFile.create(path, text(key));
        return key;
    }

    /**
     * Generates a new key and keeps the previous one beside it. Each file is replaced atomically, the previous key
     * first, so that a process terminated in between has lost neither; called again, it continues.
     *
     * @throws UnusableMasterKeyException when there is no file to change, or an earlier change is incomplete
     */
    public void change() throws IOException, UnusableMasterKeyException {
        if (!environment.getOrDefault(EnvironmentVariables.MASTER_KEY, "").isBlank()) {
            throw new UnusableMasterKeyException(
                    "The master key is in the environment: put a new one into %s and the one before into %s"
                            .formatted(EnvironmentVariables.MASTER_KEY, EnvironmentVariables.PREVIOUS_MASTER_KEY));
        }
        if (!Files.exists(path)) {
            throw new UnusableMasterKeyException("There is no master key yet in %s".formatted(path));
        }
        MasterKey before = read(path);
        if (Files.exists(previousPath) && !read(previousPath).equals(before)) {
            throw new UnusableMasterKeyException(
                    "%s is left from an earlier change; when every server was restarted since, move it away"
                            .formatted(previousPath));
        }
        OwnerOnlyFile.replace(previousPath, text(before));
        OwnerOnlyFile.replace(path, text(MasterKey.generate()));
    }

    private static byte[] text(MasterKey key) {
        return (key.toBase64() + '\n').getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether other users may read a file with a key. */
    public boolean isExposed() {
        return OwnerOnlyFile.isOpen(path, OTHERS) || OwnerOnlyFile.isOpen(previousPath, OTHERS);
    }

    /** Path of the previous key, if it is in a file. */
    public Path previousPath() {
        return previousPath;
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
