package dev.countersign.core.oauth;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The values of {@code typ} of other kinds of token, each with its own rules. A token of one of these types is never an
 * assertion, and no issuer can be configured to accept it (RFC 8725 §3.11 and §3.12).
 */
public final class TokenTypes {
    /** The type of an identity assertion authorization grant (ID-JAG §3.1), which has a profile of its own. */
    public static final String ID_JAG = "oauth-id-jag+jwt";

    /** The normalised type, and a description of its tokens. */
    private static final Map<String, String> OTHER_KINDS = new HashMap<>();

    static {
        kind("an access token", "at+jwt");
        kind(
                "an access token of Okta's organization authorization server, which Okta alone can validate. Use one of"
                        + " a custom authorization server, such as https://<organization>.okta.com/oauth2/default",
                "okta-internal-at+jwt");
        kind("a client assertion", "client-authentication+jwt");
        kind(
                "a client attestation or the proof for one",
                "oauth-client-attestation+jwt",
                "oauth-client-attestation-pop+jwt");
        kind("a proof of possession", "dpop+jwt", "openid4vci-proof+jwt", "kb+jwt", "wpt+jwt", "wimse-proof+jwt");
        kind("an attestation of keys", "key-attestation+jwt", "keyattestation+jwt");
        kind("an authorization request or response", "oauth-authz-req+jwt", "oauth-authz-resp+jwt");
        kind("a logout token", "logout+jwt");
        kind("a security event token", "secevent+jwt");
        kind("an introspection response", "token-introspection+jwt");
        kind("a status list", "statuslist+jwt");
        kind("an identity assertion authorization grant (ID-JAG)", ID_JAG);
        kind("a transaction token", "txntoken+jwt", "txn_token");
        kind("a workload identity token", "wimse-id+jwt", "wit+jwt");
        kind(
                "a verifiable credential or presentation",
                "vc+jwt",
                "vp+jwt",
                "vc+ld+json+jwt",
                "vp+ld+json+jwt",
                "dc+sd-jwt",
                "vc+sd-jwt",
                "vp+sd-jwt",
                "vc+ld+json+sd-jwt",
                "vp+ld+json+sd-jwt");
        kind(
                "a statement of OpenID Federation",
                "entity-statement+jwt",
                "entity-configuration+jwt",
                "explicit-registration-response+jwt",
                "jwk-set+jwt",
                "resolve-response+jwt",
                "trust-mark+jwt",
                "trust-mark-delegation+jwt",
                "trust-mark-status-response+jwt");
        kind("a token of a telephone network (PASSporT)", "passport");
    }

    private static final String PREFIX = "application/";

    private TokenTypes() {}

    private static void kind(String words, String... types) {
        for (String type : types) {
            OTHER_KINDS.put(type, words);
        }
    }

    /**
     * The type as compared: media types are case-insensitive, {@code application/} may be omitted (RFC 7515 §4.1.9),
     * and parameters are ignored.
     */
    public static String normalized(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        int parameters = lower.indexOf(';');
        String bare = (parameters < 0 ? lower : lower.substring(0, parameters)).strip();
        return bare.startsWith(PREFIX) ? bare.substring(PREFIX.length()) : bare;
    }

    /** Description of a token of this type, such as "an access token"; empty for a type that may be an assertion's. */
    public static Optional<String> otherKind(String type) {
        return Optional.ofNullable(OTHER_KINDS.get(normalized(type)));
    }
}
