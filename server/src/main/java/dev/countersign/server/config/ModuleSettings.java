package dev.countersign.server.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Table {@code [oauth.signing_keys.pkcs11]}. Its string form is redacted.
 *
 * @param timeout for one operation
 */
public record ModuleSettings(Path library, long slot, String pin, Duration timeout) {
    @Override
    public String toString() {
        return "ModuleSettings[redacted]";
    }
}
