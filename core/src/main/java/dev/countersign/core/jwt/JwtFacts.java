package dev.countersign.core.jwt;

import java.time.Instant;

/**
 * The facts that a check of a JWT looks at.
 *
 * @param now the moment of the request; one moment for all checks
 */
public record JwtFacts(UnverifiedJwt jwt, JwtProfile profile, Instant now) {}
