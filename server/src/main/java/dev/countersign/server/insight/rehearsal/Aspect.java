package dev.countersign.server.insight.rehearsal;

/** A setting of an issuer on which the outcome of a request depends, in the order of the checks. */
enum Aspect {
    ALGORITHMS("algorithms", "the algorithm of an assertion"),
    TYPES("types", "the typ of an assertion"),
    ID_JAG("id_jag", "which rules an assertion would meet"),
    KEYS("keys", "assertions, whose signatures other keys would have to verify"),
    AUDIENCES("audience", "the aud of an assertion"),
    SKEW("clock_skew_seconds", "the times in an assertion"),
    ISSUED_AT_REQUIRED("iat.require", "whether an assertion has iat"),
    AGE("iat", "the iat of an assertion"),
    LIFETIME("max_lifetime_seconds", "the times in an assertion"),
    JWT_ID("replay.require_jti", "whether an assertion has jti"),
    CONDITIONS("conditions", "the claims of an assertion except sub"),
    SUBJECT("subject", "the claim that names the subject"),
    BOUND("bound_by_assertion", "the exp of an assertion"),
    SCOPES("scopes", "the requested scopes"),
    REUSE("replay.allow_reuse", "whether an assertion was presented before"),
    EXCHANGE("token_exchange", "the tokens of an exchange");

    private final String member;
    private final String notKept;

    Aspect(String member, String notKept) {
        this.member = member;
        this.notKept = notKept;
    }

    /** The reason why a request cannot be judged by another value of the setting. */
    Judgement.Unknown unknown() {
        return new Judgement.Unknown("%s: the audit does not keep %s".formatted(member, notKept));
    }
}
