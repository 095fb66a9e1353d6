package dev.countersign.core.jwt;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.rejection.AssertionRejection;
import java.time.Instant;

/**
 * The identity of a JWT that is used once (RFC 7523 §3 (7)).
 *
 * @param hash of the issuer and {@code jti}, or of the signing input
 * @param keepUntil when no clock skew could make the JWT acceptable any more
 * @param reusable whether it may be used although it is on record; it is put on record all the same, so that its issuer
 *     can be held to single use again
 */
public record ReplayKey(Sha256 hash, Instant keepUntil, boolean reusable) {

    /** The key of a JWT that is used once. */
    public ReplayKey(Sha256 hash, Instant keepUntil) {
        this(hash, keepUntil, false);
    }

    /**
     * The key of a JWT, kept for the greatest skew there is, so that raising the skew does not bring a spent JWT back to
     * life.
     *
     * @param expiresAt its {@code exp}
     */
    public static ReplayKey of(UnverifiedJwt jwt, Instant expiresAt, boolean reusable) {
        Sha256 hash = jwt.claims()
                .id()
                .map(jti -> {
                    String named = jwt.issuer()
                            .toOptional()
                            .map(IssuerIdentifier::value)
                            .orElse("");
                    // The length first: no two pairs of issuer and jti make the same text.
                    return Sha256.ofUtf8(named.length() + ":" + named + jti);
                })
                .orElseGet(jwt.jws()::signingInputHash);
        return new ReplayKey(hash, expiresAt.plus(JwtProfile.GREATEST_CLOCK_SKEW), reusable);
    }

    /** What must be unique of a JWT, in words. */
    public static String describe(UnverifiedJwt jwt) {
        return jwt.claims().id().map(jti -> "jti " + jti).orElse(AssertionRejection.Replayed.SAME_CONTENT);
    }
}
