package dev.countersign.core.client;

import dev.countersign.core.jose.key.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * A shared secret of an application, of which only the SHA-256 hash is stored. Secrets are generated with 256 bits, or
 * given with at least 32 characters, so a slow hash would add cost without security.
 *
 * @param id the opaque identifier of the secret in administration
 */
public record ClientSecret(
        String id, Sha256 hash, Instant createdAt, Optional<Instant> expiresAt, Optional<Instant> lastUsedAt) {

    /** Whether the secret has reached its expiry. */
    public boolean isExpired(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }
}
