package dev.countersign.core.jwt;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.ForeignClaim;
import java.util.List;
import java.util.Map;

/** The rules about whom an assertion names and for whom it is meant. */
final class SubjectAndAudienceRules {
    private SubjectAndAudienceRules() {}

    /**
     * RFC 8725 §3.12: a claim that only another kind of token has says that this one is meant for something else, whatever
     * its {@code typ} says. {@code events} makes a security event token or a logout token (RFC 8417 §2.2, OpenID Connect
     * Back-Channel Logout 1.0 §2.4); {@code cnf} binds a token to a key whose possession this grant does not ask to prove
     * (RFC 7800 §3.1). A null says nothing.
     */
    static CheckOutcome ofThisKind(JwtFacts facts) {
        Map<String, Object> claims = facts.jwt().claims().values();
        for (ForeignClaim foreign : ForeignClaim.values()) {
            Object value = claims.get(foreign.claim());
            if (value != null && value != JsonNull.NULL) {
                return failed(new AssertionRejection.ClaimNotAllowed(foreign));
            }
        }
        return CheckOutcome.passed("neither events nor cnf", "neither of them");
    }

    /** RFC 7523 §3 (2): the JWT must contain a {@code sub}. */
    static CheckOutcome subject(JwtFacts facts) {
        return switch (ClaimValue.text(facts.jwt().claims().values(), "sub")) {
            case ClaimValue.Absent<String> _ -> failed(new AssertionRejection.ClaimMissing("sub"));
            case ClaimValue.Malformed<String> bad -> failed(bad.rejection("sub"));
            case ClaimValue.Present<String> sub ->
                CheckOutcome.passed("sub: " + ClaimValue.TEXT, "sub: " + sub.value());
        };
    }

    /** RFC 7523 §3 (3) as RFC 10070 §4 has it: {@code aud} must name us, compared as plain strings. */
    static CheckOutcome audience(JwtFacts facts) {
        return switch (ClaimValue.texts(facts.jwt().claims().values(), "aud")) {
            case ClaimValue.Absent<List<String>> _ -> failed(new AssertionRejection.ClaimMissing("aud"));
            case ClaimValue.Malformed<List<String>> bad -> failed(bad.rejection("aud"));
            case ClaimValue.Present<List<String>> aud -> audienceAmong(aud.value(), facts);
        };
    }

    private static CheckOutcome audienceAmong(List<String> audiences, JwtFacts facts) {
        List<String> accepted = facts.profile().audiences().values();
        boolean single = facts.profile().audiences().sole();
        boolean passes =
                (!single || audiences.size() == 1) && audiences.stream().anyMatch(accepted::contains);
        return CheckOutcome.of(passes, () -> new AssertionRejection.AudienceMismatch(accepted, audiences, single));
    }

    /** RFC 7523 §3 (7): a {@code jti} is a string, and present where the issuer must send one. */
    static CheckOutcome identified(JwtFacts facts) {
        boolean required = facts.profile().requireJti();
        return switch (ClaimValue.text(facts.jwt().claims().values(), "jti")) {
            case ClaimValue.Absent<String> _ ->
                required
                        ? failed(new AssertionRejection.JtiMissing())
                        : new CheckOutcome.Skipped("no jti, and the issuer need not send one");
            case ClaimValue.Malformed<String> bad -> failed(bad.rejection("jti"));
            case ClaimValue.Present<String> jti ->
                CheckOutcome.passed("jti: " + ClaimValue.TEXT, "jti: " + jti.value());
        };
    }

    private static CheckOutcome failed(AssertionRejection rejection) {
        return new CheckOutcome.Failed(rejection);
    }
}
