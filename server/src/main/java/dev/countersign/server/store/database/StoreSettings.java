package dev.countersign.server.store.database;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Database settings: the URL, and the folder of the embedded database.
 *
 * @param url a JDBC URL; empty means the embedded database
 * @param poolSize largest number of connections that read at once
 * @param dataFolder the folder of the embedded database
 */
public record StoreSettings(
        Optional<String> url, Optional<String> username, Optional<String> password, int poolSize, Path dataFolder) {

    /** Default number of connections for reading. */
    public static final int DEFAULT_POOL_SIZE = 4;

    public StoreSettings {
        if (poolSize < 1) {
            throw new IllegalArgumentException("a pool needs at least one connection");
        }
    }

    /** Settings of the embedded database in this folder. */
    public static StoreSettings embedded(Path dataFolder) {
        return new StoreSettings(Optional.empty(), Optional.empty(), Optional.empty(), DEFAULT_POOL_SIZE, dataFolder);
    }

    /** Omits the URL, which may contain a password. */
    @Override
    public String toString() {
        return "DatabaseSettings[%s, %s]".formatted(url.isPresent() ? "by URL" : "embedded", dataFolder);
    }
}
