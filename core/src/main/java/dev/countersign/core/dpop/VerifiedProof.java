package dev.countersign.core.dpop;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.oauth.Confirmation;
import java.time.Instant;

/**
 * A proof that passed every check; only {@link DpopVerifier} creates instances. Whether it was presented before is known
 * to the ledger only.
 */
public final class VerifiedProof {
    private final UnverifiedJwt jwt;
    private final String thumbprint;
    private final ReplayKey replayKey;

    VerifiedProof(UnverifiedJwt jwt, String thumbprint, String jti, Instant issuedAt) {
        this.jwt = jwt;
        this.thumbprint = thumbprint;
        this.replayKey = new ReplayKey(
                // begins with a letter, unlike the key of an assertion, which begins with a number
                Sha256.ofUtf8("dpop " + thumbprint + " " + jti),
                issuedAt.plus(DpopRules.GREATEST_MAX_AGE).plus(DpopRules.CLOCK_SKEW));
    }

    /** The key of which it proves possession. */
    public Confirmation confirmation() {
        return Confirmation.ofJwk(thumbprint);
    }

    /** Its key in the ledger: the thumbprint and {@code jti}, whichever client presents it at whichever endpoint. */
    public ReplayKey replayKey() {
        return replayKey;
    }

    public UnverifiedJwt unverified() {
        return jwt;
    }
}
