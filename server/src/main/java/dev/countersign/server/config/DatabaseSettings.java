package dev.countersign.server.config;

import java.util.Optional;

/**
 * Table {@code [database]}.
 *
 * @param url empty for the embedded database
 */
public record DatabaseSettings(
        Optional<String> url, Optional<String> username, Optional<String> password, int poolSize) {
    @Override
    public String toString() {
        return "DatabaseSettings[url=%s, username=%s, poolSize=%d]".formatted(url, username, poolSize);
    }
}
