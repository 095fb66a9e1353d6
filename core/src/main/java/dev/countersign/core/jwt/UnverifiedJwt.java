package dev.countersign.core.jwt;

import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JoseHeader;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.Ruling;

/**
 * A well-formed JWT that is not verified yet. It is decoded once; until the signature is verified only the header and
 * {@code iss} are used, to select the signer and its key.
 */
public final class UnverifiedJwt {
    private final CompactJws jws;
    private final JwtClaims claims;

    private UnverifiedJwt(CompactJws jws) {
        this.jws = jws;
        this.claims = new JwtClaims(jws.claims());
    }

    /** Reads a text that must be exactly one signed JWT in compact serialization (RFC 7523 §2.1). */
    public static Ruling<UnverifiedJwt> read(String text) {
        return switch (CompactJws.read(text)) {
            case JwsReading.Unreadable unreadable -> Ruling.refused(NoJwt.malformed(text, unreadable.problem()));
            case JwsReading.Encrypted encrypted -> Ruling.refused(new AssertionRejection.Encrypted(encrypted.form()));
            case JwsReading.Read read -> Ruling.granted(new UnverifiedJwt(read.jws()));
        };
    }

    /** The {@code iss} claim, which is required of a JWT that names its signer (RFC 7523 §3 (1)). */
    public Ruling<IssuerIdentifier> issuer() {
        return switch (ClaimValue.text(claims.values(), "iss")) {
            case ClaimValue.Absent<String> _ -> Ruling.refused(new AssertionRejection.ClaimMissing("iss"));
            case ClaimValue.Malformed<String> bad -> Ruling.refused(bad.rejection("iss"));
            case ClaimValue.Present<String> iss -> Ruling.granted(new IssuerIdentifier(iss.value()));
        };
    }

    public JoseHeader header() {
        return jws.header();
    }

    /** All claims, unverified. */
    public JwtClaims claims() {
        return claims;
    }

    /** Whether the key created the signature with the algorithm. */
    public boolean isSignedBy(VerificationKey key, Algorithm algorithm) {
        return jws.isSignedBy(key, algorithm);
    }

    /** Whether the signature is an ECDSA signature in DER, which never verifies; for hints. */
    public boolean isSignedInDer(Algorithm algorithm) {
        return jws.isSignedInDer(algorithm);
    }

    CompactJws jws() {
        return jws;
    }
}
