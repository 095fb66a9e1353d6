package dev.countersign.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Table {@code [oauth.signing_keys.pkcs11]}. Its string form is redacted.
 *
 * @param slot empty when the token is found by its label
 * @param timeout for one operation
 */
public record ModuleSettings(
        Path library, Optional<Long> slot, Optional<String> tokenLabel, String pin, Duration timeout) {
    @Override
    public String toString() {
        return "ModuleSettings[redacted]";
    }
}
