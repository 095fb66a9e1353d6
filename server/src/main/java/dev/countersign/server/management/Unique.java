package dev.countersign.server.management;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.policy.ApiResource;
import java.util.EnumSet;
import java.util.Set;

/** What no two things may have in common. */
public enum Unique {
    NAME("/name", "This name is taken."),
    ISSUER("/issuer", "This issuer is registered already."),
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
        var shared = EnumSet.noneOf(Unique.class);
        if (one.name().equals(other.name())) {
            shared.add(NAME);
        }
        if (one.issuer().equals(other.issuer())) {
            shared.add(ISSUER);
        }
        return shared;
    }

    /** What two applications have in common. */
    static Set<Unique> shared(RegisteredClient one, RegisteredClient other) {
        var shared = EnumSet.noneOf(Unique.class);
        if (one.name().equals(other.name())) {
            shared.add(NAME);
        }
        if (one.clientId().equals(other.clientId())) {
            shared.add(CLIENT_ID);
        }
        return shared;
    }

    /** What two API resources have in common. */
    static Set<Unique> shared(ApiResource one, ApiResource other) {
        var shared = EnumSet.noneOf(Unique.class);
        if (one.name().equals(other.name())) {
            shared.add(NAME);
        }
        if (one.audience().equals(other.audience())) {
            shared.add(AUDIENCE);
        }
        return shared;
    }

    /** The problem of an input that breaks the rule. */
    Problem problem() {
        return new Problem(pointer, Problem.DUPLICATE, detail);
    }
}
