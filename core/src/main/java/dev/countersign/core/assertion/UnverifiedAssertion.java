package dev.countersign.core.assertion;

import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JoseHeader;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.Ruling;
import java.util.Map;
import java.util.Optional;

/**
 * An assertion that is well-formed and nothing more: nobody has vouched for a single claim yet. It is decoded once;
 * until the signature is verified only {@code iss} and the header are used, to choose the issuer and its key.
 */
public final class UnverifiedAssertion {
    private final CompactJws jws;
    private final IssuerIdentifier issuer;

    private UnverifiedAssertion(CompactJws jws, IssuerIdentifier issuer) {
        this.jws = jws;
        this.issuer = issuer;
    }

    /** Reads the text of the {@code assertion} parameter, which must be exactly one JWT (RFC 7523 §2.1). */
    public static Ruling<UnverifiedAssertion> read(String text) {
        return switch (CompactJws.read(text)) {
            case JwsReading.Unreadable unreadable -> refused(NoJwt.malformed(text, unreadable.problem()));
            case JwsReading.Encrypted encrypted -> refused(new AssertionRejection.Encrypted(encrypted.form()));
            case JwsReading.Read read -> withIssuer(read.jws());
        };
    }

    /** RFC 7523 §3 (1): the JWT must contain an {@code iss}. */
    private static Ruling<UnverifiedAssertion> withIssuer(CompactJws jws) {
        return switch (ClaimValue.text(jws.claims(), "iss")) {
            case ClaimValue.Absent<String> _ -> refused(new AssertionRejection.ClaimMissing("iss"));
            case ClaimValue.Malformed<String> bad -> refused(bad.rejection("iss"));
            case ClaimValue.Present<String> iss ->
                Ruling.granted(new UnverifiedAssertion(jws, new IssuerIdentifier(iss.value())));
        };
    }

    private static Ruling<UnverifiedAssertion> refused(AssertionRejection rejection) {
        return Ruling.refused(rejection);
    }

    /** The {@code iss} claim. */
    public IssuerIdentifier issuer() {
        return issuer;
    }

    public JoseHeader header() {
        return jws.header();
    }

    /** All claims, unproven. */
    public Map<String, Object> claims() {
        return jws.claims();
    }

    /** The same, for those who judge what is said and not who says it. */
    public AssertedClaims asserted() {
        return new AssertedClaims(claims());
    }

    /** The {@code jti} claim; empty when it is absent or malformed. */
    public Optional<String> jti() {
        return AssertedClaims.claimed(ClaimValue.text(claims(), "jti"));
    }

    /** The hash of what was signed: the same for two assertions only when they say the same. */
    public Sha256 signingInputHash() {
        return jws.signingInputHash();
    }

    CompactJws jws() {
        return jws;
    }
}
