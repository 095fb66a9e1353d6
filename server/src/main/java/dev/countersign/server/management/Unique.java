package dev.countersign.server.management;

import dev.countersign.base.text.FoldedName;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import java.util.EnumSet;
import java.util.Set;

/** What no two things may have in common. */
public enum Unique {
    NAME("/name", "This name is taken."),
    /** Names that were taken before this was a rule stay as they are. */
    LIKENESS("/name", "This name differs from an existing name only in letter case or encoding. Choose another one."),
    ISSUER("/issuer", "This issuer is already registered."),
    CLIENT_ID("/client_id", "Another application has this client id."),
    AUDIENCE("/audience", "Another API resource has this audience.");

    private final String pointer;
    private final String detail;

    Unique(String pointer, String detail) {
        this.pointer = pointer;
        this.detail = detail;
    }

    /** What two issuers have in common. */
    static Set<Unique> shared(TrustedIssuer one, TrustedIssuer other) {
        var shared = names(one.name(), other.name());
        if (one.issuer().equals(other.issuer())) {
            shared.add(ISSUER);
        }
        return shared;
    }

    /** What two applications have in common. */
    static Set<Unique> shared(RegisteredClient one, RegisteredClient other) {
        var shared = names(one.name(), other.name());
        if (one.clientId().equals(other.clientId())) {
            shared.add(CLIENT_ID);
        }
        return shared;
    }

    /** What two API resources have in common. */
    static Set<Unique> shared(ApiResource one, ApiResource other) {
        var shared = names(one.name(), other.name());
        if (one.audience().equals(other.audience())) {
            shared.add(AUDIENCE);
        }
        return shared;
    }

    private static EnumSet<Unique> names(String one, String other) {
        if (one.equals(other)) {
            return EnumSet.of(NAME);
        }
        return FoldedName.areSame(one, other) ? EnumSet.of(LIKENESS) : EnumSet.noneOf(Unique.class);
    }

    /** The problem of an input that breaks the rule. */
    Problem problem() {
        return new Problem(pointer, Problem.DUPLICATE, detail);
    }
}
