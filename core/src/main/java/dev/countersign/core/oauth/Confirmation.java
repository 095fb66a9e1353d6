package dev.countersign.core.oauth;

import java.util.Map;

/**
 * The key that an access token is bound to, as its {@code cnf} claim names it (RFC 7800 §3.1): by the thumbprint of a JWK
 * (RFC 9449 §6.1) or of a certificate (RFC 8705 §3.1). As long as no proof of possession is asked for there is one value,
 * {@link #NONE}.
 *
 * @param members of the claim
 */
public record Confirmation(Map<String, String> members) {
    /** The confirmation of a token that any bearer may use. */
    public static final Confirmation NONE = new Confirmation(Map.of());

    public Confirmation {
        members = UnmodifiableCopies.of(members);
    }

    /** Whether any bearer may use the token. */
    public boolean isNone() {
        return members.isEmpty();
    }
}
