package dev.countersign.core.idjag;

import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jwt.ClaimValue;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.ResourceIndicator;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.Ruling;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The claims of an ID-JAG beside those of every assertion (ID-JAG §3.1), each read strictly. */
public record IdJagClaims(Map<String, Object> values) {
    static final String CLIENT_ID = "client_id";
    static final String SCOPE = "scope";
    static final String RESOURCE = "resource";
    static final String CONFIRMATION = "cnf";
    static final String AUTHORIZATION_DETAILS = "authorization_details";

    static final String SCOPE_FORM = "scope tokens with one space between two (RFC 6749 §3.3)";
    static final String RESOURCE_FORM =
            "an absolute URI without fragment, or an array of different ones that is not empty";
    static final String CONFIRMATION_FORM = "an object with jkt, the SHA-256 thumbprint of a JWK";
    private static final int SHA256_BYTES = 32;

    public static IdJagClaims of(JwtClaims claims) {
        return new IdJagClaims(claims.values());
    }

    /** The client for which it was issued; empty when it is absent or malformed. */
    public Optional<String> clientId() {
        return ClaimValue.text(values, CLIENT_ID) instanceof ClaimValue.Present<String>(String id)
                ? Optional.of(id)
                : Optional.empty();
    }

    /** The scopes that it can grant; empty when the claim is absent or malformed. */
    public Optional<ScopeSet> scopes() {
        return readScopes().toOptional().flatMap(scopes -> scopes);
    }

    /** The resources to which it is restricted; empty when the claim is absent or malformed. */
    public List<String> resources() {
        return readResources().toOptional().orElse(List.of());
    }

    /** The keys of which its presenter must prove possession (RFC 7800 §3.1). */
    public Confirmation confirmation() {
        return readConfirmation().toOptional().orElse(Confirmation.NONE);
    }

    /** Whether it asks for a kind of access that this server does not know (RFC 9396 §2). */
    boolean hasAuthorizationDetails() {
        return values.containsKey(AUTHORIZATION_DETAILS);
    }

    /** RFC 8693 §4.2; the set is empty where the claim is absent. */
    Ruling<Optional<ScopeSet>> readScopes() {
        Object value = values.get(SCOPE);
        if (value == null) {
            return Ruling.granted(Optional.empty());
        }
        Optional<ScopeSet> scopes = value instanceof String text ? ScopeSet.parse(text) : Optional.empty();
        return scopes.isPresent() ? Ruling.granted(scopes) : malformed(SCOPE, SCOPE_FORM, value);
    }

    /** ID-JAG §3.1, RFC 8707 §2. */
    Ruling<List<String>> readResources() {
        Object value = values.get(RESOURCE);
        if (value == null) {
            return Ruling.granted(List.of());
        }
        List<?> members = value instanceof List<?> several ? several : List.of(value);
        boolean wellFormed = !members.isEmpty()
                && members.stream().allMatch(one -> one instanceof String text && ResourceIndicator.isOne(text))
                && new HashSet<>(members).size() == members.size();
        return wellFormed
                ? Ruling.granted(members.stream().map(String.class::cast).toList())
                : malformed(RESOURCE, RESOURCE_FORM, value);
    }

    /**
     * Other members of {@code cnf} are ignored (RFC 7800 §3.1), except for the certificate, which would be another
     * restriction.
     */
    Ruling<Confirmation> readConfirmation() {
        Object value = values.get(CONFIRMATION);
        if (value == null) {
            return Ruling.granted(Confirmation.NONE);
        }
        if (!(value instanceof Map<?, ?> members)
                || !(members.get("jkt") instanceof String thumbprint)
                || !isThumbprint(thumbprint)) {
            return malformed(CONFIRMATION, CONFIRMATION_FORM, value);
        }
        Confirmation key = Confirmation.ofJwk(thumbprint);
        Object certificate = members.get("x5t#S256");
        if (certificate == null) {
            return Ruling.granted(key);
        }
        return isThumbprint(certificate)
                ? Ruling.granted(key.and(Confirmation.ofCertificate((String) certificate)))
                : malformed(CONFIRMATION, "a thumbprint in x5t#S256", certificate);
    }

    private static boolean isThumbprint(Object value) {
        return value instanceof String text
                && Base64Url.decode(text)
                        .filter(bytes -> bytes.length == SHA256_BYTES)
                        .isPresent();
    }

    private static <T> Ruling<T> malformed(String claim, String expected, Object value) {
        return Ruling.refused(new AssertionRejection.ClaimMalformed(
                claim,
                expected,
                ClaimValue.kind(value) + " in another form",
                "Have the issuer send the claim in the form of the ID-JAG specification, §3.1."));
    }
}
