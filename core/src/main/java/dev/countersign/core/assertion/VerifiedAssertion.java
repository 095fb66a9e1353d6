package dev.countersign.core.assertion;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.oauth.IssuerIdentifier;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An assertion that passed every check: holding one is the proof. Only {@link AssertionVerifier} makes them. Whether it
 * was redeemed before is not known yet; the ledger alone can tell.
 */
public final class VerifiedAssertion {
    private final UnverifiedAssertion assertion;
    private final VerificationKey key;
    private final String subject;
    private final Instant expiresAt;

    VerifiedAssertion(UnverifiedAssertion assertion, VerificationKey key, String subject, Instant expiresAt) {
        this.assertion = assertion;
        this.key = key;
        this.subject = subject;
        this.expiresAt = expiresAt;
    }

    /** The same assertion, as anybody may see it. */
    public UnverifiedAssertion unverified() {
        return assertion;
    }

    /** The {@code iss} claim. */
    public IssuerIdentifier issuer() {
        return assertion.issuer();
    }

    /** The {@code sub} claim. */
    public String subject() {
        return subject;
    }

    /** The {@code exp} claim, in whole seconds. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** The {@code jti} claim. */
    public Optional<String> jti() {
        return assertion.jti();
    }

    /** All claims. */
    public Map<String, Object> claims() {
        return assertion.claims();
    }

    /** The key whose signature it bears. */
    public VerificationKey key() {
        return key;
    }

    /** The hash of what was signed: the same for two assertions only when they say the same. */
    public Sha256 signingInputHash() {
        return assertion.signingInputHash();
    }
}
