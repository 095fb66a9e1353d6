package dev.countersign.server.notice;

import java.util.Locale;

/** Kind of a notice. Its code is stable: it is part of the ids of notices, and a label of the metrics. */
public enum NoticeKind {
    /** A certificate ends soon or has ended. */
    CERTIFICATE_EXPIRES("A certificate expires"),
    /** A secret of an application ends soon or has ended. */
    SECRET_EXPIRES("A secret expires"),
    /** A personal access token that is in use ends soon. */
    TOKEN_EXPIRES("A personal access token expires"),
    /** Keys cannot be fetched, or no key is usable. */
    KEYS_UNAVAILABLE("Keys are unavailable"),
    /** A JWK set has private or symmetric keys. */
    PRIVATE_KEY_PUBLISHED("A private key is published"),
    /** More assertions of an issuer are refused than usual. */
    REFUSALS_RISING("Refusals rise"),
    /** Assertions are presented again. */
    REPLAYS("Assertions are replayed");

    private final String title;

    NoticeKind(String title) {
        this.title = title;
    }

    /** The kind in documents and metrics, such as {@code secret_expires}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A short heading. */
    public String title() {
        return title;
    }
}
