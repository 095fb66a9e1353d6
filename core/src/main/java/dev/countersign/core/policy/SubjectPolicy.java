package dev.countersign.core.policy;

import dev.countersign.core.assertion.VerifiedAssertion;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.issuer.TrustedIssuer.SubjectMapping;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Ruling;

/** Whom the access token names as its subject (RFC 9068 §5). */
final class SubjectPolicy {
    private SubjectPolicy() {}

    static Ruling<String> map(VerifiedAssertion assertion, TrustedIssuer issuer) {
        return switch (issuer.subject()) {
            case SubjectMapping.IssuerScoped _ -> Ruling.granted(issuer.name() + ":" + assertion.subject());
            case SubjectMapping.AsIs _ -> Ruling.granted(assertion.subject());
            case SubjectMapping.FromClaim from -> fromClaim(assertion, from.claim());
        };
    }

    private static Ruling<String> fromClaim(VerifiedAssertion assertion, String claim) {
        Object value = assertion.claims().get(claim);
        if (value instanceof String subject && !subject.isEmpty()) {
            return Ruling.granted(subject);
        }
        String actual = value == null ? "absent" : value instanceof String ? "an empty string" : "no string";
        return Ruling.refused(new PolicyRejection.SubjectNotMapped(claim, actual));
    }
}
