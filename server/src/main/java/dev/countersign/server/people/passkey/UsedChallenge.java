package dev.countersign.server.people.passkey;

import dev.countersign.core.jose.key.Sha256;
import java.time.Instant;

/** Challenge of a valid ceremony, which no other ceremony may use before it expires. */
public record UsedChallenge(Sha256 hash, Instant expiresAt) {}
