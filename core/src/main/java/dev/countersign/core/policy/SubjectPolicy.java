package dev.countersign.core.policy;

import dev.countersign.core.oauth.PlainText;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.ClaimReference;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import java.util.Map;
import java.util.Optional;

/** The rule of whom the access token names as its subject (RFC 9068 §5). */
final class SubjectPolicy {
    private SubjectPolicy() {}

    /**
     * The subject of the access token, which has no other owner.
     *
     * @param sub the assertion's
     */
    static Ruling<String> map(String sub, Map<String, Object> claims, TrustedIssuer issuer, TrustSnapshot trust) {
        return mapped(sub, claims, issuer)
                .then(subject -> PlainText.isIdentifier(subject)
                        ? Ruling.unless(
                                trust.otherOwner(subject, issuer)
                                        .map(owner -> new PolicyRejection.SubjectOfAnother(subject, owner)),
                                () -> subject)
                        : Ruling.refused(new PolicyRejection.SubjectNotMapped(
                                claim(issuer.grants().subject()), "a string with a control character")));
    }

    private static Ruling<String> mapped(String sub, Map<String, Object> claims, TrustedIssuer issuer) {
        return switch (issuer.grants().subject()) {
            case SubjectMapping.IssuerScoped _ -> Ruling.granted(issuer.name() + ":" + sub);
            case SubjectMapping.AsIs _ -> Ruling.granted(sub);
            case SubjectMapping.FromClaim from -> fromClaim(claims, from.claim());
        };
    }

    private static String claim(SubjectMapping mapping) {
        return mapping instanceof SubjectMapping.FromClaim(String claim) ? claim : "sub";
    }

    private static Ruling<String> fromClaim(Map<String, Object> claims, String claim) {
        Optional<Object> found = ClaimReference.find(claims, claim);
        if (found.isPresent() && found.get() instanceof String subject && !subject.isEmpty()) {
            return Ruling.granted(subject);
        }
        String actual = found.isEmpty() ? "absent" : found.get() instanceof String ? "an empty string" : "no string";
        return Ruling.refused(new PolicyRejection.SubjectNotMapped(claim, actual));
    }
}
