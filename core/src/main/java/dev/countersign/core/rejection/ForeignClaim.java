package dev.countersign.core.rejection;

/** A claim of other kinds of token only (RFC 8725 §3.12). */
public enum ForeignClaim {
    /** RFC 8417 §2.2; OpenID Connect Back-Channel Logout 1.0 §2.4. */
    EVENTS(
            "events",
            "It makes this a security event token or a logout token, which is no authorization grant: present an access"
                    + " token or ID token of the issuer."),
    /** RFC 7800 §3.1. */
    CONFIRMATION(
            "cnf",
            "It binds the token to a key, and this grant does not ask for the proof of that key: have the issuer send a"
                    + " token that is not bound (RFC 7800 §3.1).");

    private final String claim;
    private final String hint;

    ForeignClaim(String claim, String hint) {
        this.claim = claim;
        this.hint = hint;
    }

    /** The name of the claim. */
    public String claim() {
        return claim;
    }

    String hint() {
        return hint;
    }
}
