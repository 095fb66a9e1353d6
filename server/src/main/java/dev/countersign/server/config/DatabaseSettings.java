package dev.countersign.server.config;

import dev.countersign.base.text.UrlSecrets;
import java.time.Duration;
import java.util.Optional;

/**
 * Table {@code [database]}.
 *
 * @param url empty for the embedded database
 * @param freshness how long a node relies on what it knows without looking whether another has changed it
 */
public record DatabaseSettings(
        Optional<String> url, Optional<String> username, Optional<String> password, int poolSize, Duration freshness) {
    @Override
    public String toString() {
        return "DatabaseSettings[url=%s, username=%s, poolSize=%s]"
                .formatted(url.map(UrlSecrets::removed), username, poolSize);
    }
}
