package dev.countersign.core.jwt;

import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JoseHeader;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.Ruling;

/**
 * A JWT that is well-formed and nothing more: no claim of it is proven. It is decoded once; until the signature is
 * verified only the header and {@code iss} are used, to choose the signer and its key.
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

    /** The {@code iss} claim, which every JWT has that names its signer (RFC 7523 §3 (1)). */
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

    /** All claims, unproven. */
    public JwtClaims claims() {
        return claims;
    }

    CompactJws jws() {
        return jws;
    }
}
