package dev.countersign.server.config;

import dev.countersign.base.text.UrlSecrets;
import java.time.Duration;
import java.util.Optional;

/**
 * Table {@code [database]}.
 *
 * @param url empty for the embedded database
 * @param freshness time for which a node relies on its configuration without checking for changes by other nodes
 */
public record DatabaseSettings(
        Optional<String> url, Optional<String> username, Optional<String> password, int poolSize, Duration freshness) {
    @Override
    public String toString() {
        return "DatabaseSettings[url=%s, username=%s, poolSize=%s]"
                .formatted(url.map(UrlSecrets::removed), username, poolSize);
    }
}
