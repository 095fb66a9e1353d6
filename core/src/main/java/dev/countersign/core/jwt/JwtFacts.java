package dev.countersign.core.jwt;

import java.time.Instant;

/**
 * The input of the checks of a JWT.
 *
 * @param now the time of the request; the same for all checks
 */
public record JwtFacts(UnverifiedJwt jwt, JwtProfile profile, Instant now) {}
