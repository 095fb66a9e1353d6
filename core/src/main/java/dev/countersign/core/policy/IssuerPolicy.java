package dev.countersign.core.policy;

import dev.countersign.core.issuer.TrustedIssuer;

/** A trusted token issuer with its conditions compiled, ready for exchanges. */
public record IssuerPolicy(TrustedIssuer issuer, Conditions conditions) {

    /**
     * Compiles the issuer's conditions.
     *
     * @throws IllegalArgumentException when one does not compile, which is ruled out when an issuer is saved
     */
    public static IssuerPolicy of(TrustedIssuer issuer) {
        return new IssuerPolicy(issuer, Conditions.of(issuer.conditions()));
    }
}
