package dev.countersign.core.oauth;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys to which an access token is bound, as named by its {@code cnf} claim (RFC 7800 §3.1), or those of which a
 * request proves possession.
 *
 * @param members of the claim, by name; of an unknown member no request can prove possession
 */
public record Confirmation(Map<String, String> members) {
    /** The confirmation of a token that any bearer may use. */
    public static final Confirmation NONE = new Confirmation(Map.of());

    private static final String JWK = "jkt";
    private static final String CERTIFICATE = "x5t#S256";

    public Confirmation {
        members = UnmodifiableCopies.of(members);
    }

    /**
     * The key of a DPoP proof (RFC 9449 §6.1).
     *
     * @param thumbprint SHA-256 of the JWK, in base64url (RFC 7638)
     */
    public static Confirmation ofJwk(String thumbprint) {
        return new Confirmation(Map.of(JWK, thumbprint));
    }

    /**
     * The certificate of a connection (RFC 8705 §3.1).
     *
     * @param thumbprint SHA-256 of the certificate in DER, in base64url
     */
    public static Confirmation ofCertificate(String thumbprint) {
        return new Confirmation(Map.of(CERTIFICATE, thumbprint));
    }

    /** Both keys together. */
    public Confirmation and(Confirmation other) {
        if (isNone() || other.isNone()) {
            return isNone() ? other : this;
        }
        var all = new TreeMap<>(members);
        all.putAll(other.members);
        return new Confirmation(all);
    }

    /** The thumbprint of the certificate, if there is one. */
    public Optional<String> certificate() {
        return Optional.ofNullable(members.get(CERTIFICATE));
    }

    /** The other keys. */
    public Confirmation withoutCertificate() {
        if (certificate().isEmpty()) {
            return this;
        }
        var others = new TreeMap<>(members);
        others.remove(CERTIFICATE);
        return new Confirmation(others);
    }

    /** Whether a DPoP proof is required. */
    public boolean requiresProof() {
        return members.containsKey(JWK);
    }

    /** Whether any bearer may use the token. */
    public boolean isNone() {
        return members.isEmpty();
    }

    /** The {@code token_type}: {@code DPoP} if a proof is required (RFC 9449 §5), else {@code Bearer}. */
    public String tokenType() {
        return requiresProof() ? "DPoP" : "Bearer";
    }

    /** Whether a request with these proven keys may use what is bound to this one. */
    public boolean isMetBy(Confirmation proven) {
        return proven.members.entrySet().containsAll(members.entrySet());
    }
}
