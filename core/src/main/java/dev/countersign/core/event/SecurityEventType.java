package dev.countersign.core.event;

import java.util.Arrays;
import java.util.Optional;

/** The types of events that have an effect (OpenID CAEP 1.0 §3, OpenID RISC 1.0 §2). */
public enum SecurityEventType {
    SESSION_REVOKED("caep", "session-revoked", Effect.REVOKE),
    CREDENTIAL_CHANGE("caep", "credential-change", Effect.REVOKE),
    ACCOUNT_DISABLED("risc", "account-disabled", Effect.BLOCK),
    ACCOUNT_PURGED("risc", "account-purged", Effect.BLOCK),
    ACCOUNT_ENABLED("risc", "account-enabled", Effect.LIFT);

    private final String uri;
    private final String word;
    private final Effect effect;

    SecurityEventType(String family, String word, Effect effect) {
        this.uri = "https://schemas.openid.net/secevent/" + family + "/event-type/" + word;
        this.word = word;
        this.effect = effect;
    }

    /** Effect on the subject of an event, the weakest first. */
    public enum Effect {
        /** The block by an earlier event of the issuer is lifted. */
        LIFT,
        /** The tokens of the subject are revoked. */
        REVOKE,
        /** The subject is blocked, and its tokens are revoked. */
        BLOCK
    }

    /** The member of the claim {@code events}. */
    public String uri() {
        return uri;
    }

    /** The last segment of the URI. */
    public String word() {
        return word;
    }

    public Effect effect() {
        return effect;
    }

    static Optional<SecurityEventType> of(String uri) {
        return Arrays.stream(values()).filter(type -> type.uri.equals(uri)).findFirst();
    }
}
