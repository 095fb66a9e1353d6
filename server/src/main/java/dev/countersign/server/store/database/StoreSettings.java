package dev.countersign.server.store.database;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which database to use, and where the embedded one lies.
 *
 * @param url a JDBC URL; empty means the embedded database
 * @param poolSize how many connections may read at once
 * @param dataFolder the folder of the embedded database
 */
public record StoreSettings(
        Optional<String> url, Optional<String> username, Optional<String> password, int poolSize, Path dataFolder) {

    /** Connections for reading when nothing is said. */
    public static final int DEFAULT_POOL_SIZE = 4;

    public StoreSettings {
        if (poolSize < 1) {
            throw new IllegalArgumentException("a pool needs at least one connection");
        }
    }

    /** The embedded database in this folder. */
    public static StoreSettings embedded(Path dataFolder) {
        return new StoreSettings(Optional.empty(), Optional.empty(), Optional.empty(), DEFAULT_POOL_SIZE, dataFolder);
    }

    /** Without the URL, which may hold a password, and without the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[%s, %s]".formatted(url.isPresent() ? "by URL" : "embedded", dataFolder);
    }
}
