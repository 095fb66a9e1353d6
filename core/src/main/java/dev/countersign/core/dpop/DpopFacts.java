package dev.countersign.core.dpop;

import dev.countersign.core.jwt.JwtClaims;
import java.time.Instant;

/**
 * The input of the checks of a proof's claims.
 *
 * @param now the time of the request; the same for all checks
 */
record DpopFacts(JwtClaims claims, ProofTarget target, DpopRules rules, DpopNonces nonces, Instant now) {}
