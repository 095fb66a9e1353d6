package dev.countersign.core.jwt;

import dev.countersign.core.jose.key.VerificationKey;

/**
 * A JWT that passed every check of its profile; only {@link JwtVerifier} creates instances. Whether it was used before
 * is known to the ledger only.
 */
public final class VerifiedJwt {
    private final UnverifiedJwt jwt;
    private final VerificationKey key;

    VerifiedJwt(UnverifiedJwt jwt, VerificationKey key) {
        this.jwt = jwt;
        this.key = key;
    }

    /** The same JWT in unverified form. */
    public UnverifiedJwt unverified() {
        return jwt;
    }

    /** Its claims. */
    public JwtClaims claims() {
        return jwt.claims();
    }

    /** The key that verified its signature. */
    public VerificationKey key() {
        return key;
    }
}
