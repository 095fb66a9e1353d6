package dev.countersign.server.registry.trust;

import dev.countersign.base.text.FoldedName;
import dev.countersign.server.operation.Problem;
import java.util.EnumSet;
import java.util.Set;

/** Property that must be unique among resources of a kind. */
public enum Unique {
    NAME("/name", "This name is taken."),
    /** Names that existed before this rule remain valid. */
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

    /** The conflict between two names. */
    static Set<Unique> names(String one, String other) {
        if (one.equals(other)) {
            return EnumSet.of(NAME);
        }
        return FoldedName.areSame(one, other) ? EnumSet.of(LIKENESS) : EnumSet.noneOf(Unique.class);
    }

    /** The problem of an input that violates the rule. */
    public Problem problem() {
        return new Problem(pointer, Problem.DUPLICATE, detail);
    }
}
