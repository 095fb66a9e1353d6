package dev.countersign.core.jwt;

import dev.countersign.core.rejection.AssertionRejection;
import java.util.Locale;

/** The diagnosis of a text that is no JWT: what it is in all likelihood, and what to send in its place. Quotes nothing. */
final class NoJwt {
    private NoJwt() {}

    /**
     * The refusal of the text.
     *
     * @param problem what the reader of JWTs says
     */
    static AssertionRejection malformed(String text, String problem) {
        String bare = text.strip();
        if (bare.isEmpty()) {
            return new AssertionRejection.Malformed("Nothing but white space.");
        }
        if (bare.length() < text.length()) {
            return new AssertionRejection.Malformed(
                    "There is white space before or after the assertion.",
                    "Send the JWT alone, without the space or the line break at its start or end.");
        }
        if (bare.startsWith("{") || bare.startsWith("[")) {
            return new AssertionRejection.Malformed(
                    "This is JSON, not a JWT in compact serialization.",
                    "From a token response, send the value of access_token or id_token; the JSON serialization of a JWS is"
                            + " not accepted (RFC 7523 §2.1).");
        }
        if (bare.startsWith("<")) {
            return new AssertionRejection.Malformed(
                    "This is XML or HTML, not a JWT.", "Send a JWT: this grant takes no SAML assertion.");
        }
        if (bare.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            return new AssertionRejection.Malformed(
                    "The word Bearer stands before the token.", "Send the token alone, without the word Bearer.");
        }
        if (bare.startsWith("\"") || bare.startsWith("'")) {
            return new AssertionRejection.Malformed(
                    "There are quotes around the token.", "Send the token without quotes.");
        }
        return bare.indexOf('.') < 0
                ? new AssertionRejection.Malformed(
                        "The text has no dot: this is an opaque token, or only a part of a JWT.",
                        "An opaque token can be read by its issuer alone. Ask the issuer for a JWT: an ID token, or an access"
                                + " token for an API of its own (Auth0: with audience; Okta: of a custom authorization"
                                + " server; Entra: with the scope of your API; Google: an ID token).")
                : new AssertionRejection.Malformed(problem);
    }
}
