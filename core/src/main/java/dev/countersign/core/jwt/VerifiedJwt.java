package dev.countersign.core.jwt;

import dev.countersign.core.jose.key.VerificationKey;

/**
 * A JWT that passed every check of its profile: holding one is the proof. Only {@link JwtVerifier} makes them. Whether it
 * was used before is not known yet; the ledger alone can tell.
 */
public final class VerifiedJwt {
    private final UnverifiedJwt jwt;
    private final VerificationKey key;

    VerifiedJwt(UnverifiedJwt jwt, VerificationKey key) {
        this.jwt = jwt;
        this.key = key;
    }

    /** The same JWT, without the proof. */
    public UnverifiedJwt unverified() {
        return jwt;
    }

    /** What it says. */
    public JwtClaims claims() {
        return jwt.claims();
    }

    /** The key whose signature it bears. */
    public VerificationKey key() {
        return key;
    }
}
