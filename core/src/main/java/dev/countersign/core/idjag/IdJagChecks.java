package dev.countersign.core.idjag;

import dev.countersign.core.jwt.ClaimChecks;
import dev.countersign.core.jwt.ClaimValue;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.oauth.TokenTypes;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.ForeignClaim;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The profile of an ID-JAG as a JWT, and its checks (ID-JAG §3.1, §4.4.1). */
public final class IdJagChecks {
    private static final List<NamedCheck<JwtFacts>> HEADER = List.of(
            HeaderChecks.ALGORITHM_ALLOWED,
            HeaderChecks.NO_CRITICAL_HEADER,
            HeaderChecks.NOT_NESTED,
            new NamedCheck<>(
                    RejectionCode.ASSERTION_TYPE_NOT_ALLOWED, "The assertion is an ID-JAG", IdJagChecks::type));

    private static final List<NamedCheck<JwtFacts>> OF_EVERY_ASSERTION = ClaimChecks.ALL.stream()
            .filter(check -> !check.equals(ClaimChecks.OF_THIS_KIND))
            .toList();

    private IdJagChecks() {}

    /**
     * The profile of an issuer's ID-JAGs.
     *
     * @param ordinary the profile of its other assertions, with the algorithms and the rules about time
     */
    public static JwtProfile profile(JwtProfile ordinary, IdJagRule rule, ServerIdentity self) {
        JwtProfile.Times times = ordinary.times();
        return new JwtProfile(
                new JwtProfile.Types(List.of(TokenTypes.ID_JAG), List.of(), false),
                ordinary.algorithms(),
                new JwtProfile.Audiences(List.of(self.issuer().value()), true),
                new JwtProfile.Times(times.clockSkew(), times.longestLifetime(), times.greatestAge(), true),
                true,
                HEADER,
                claims(rule));
    }

    private static List<NamedCheck<JwtFacts>> claims(IdJagRule rule) {
        var checks = new ArrayList<NamedCheck<JwtFacts>>();
        checks.add(check(
                RejectionCode.ASSERTION_CLAIM_NOT_ALLOWED,
                "The assertion has no claim of another kind of token",
                IdJagChecks::noEvents));
        checks.addAll(OF_EVERY_ASSERTION);
        checks.add(check(
                RejectionCode.ASSERTION_CLAIM_MISSING,
                "The ID-JAG names the client that may present it",
                IdJagChecks::client));
        checks.add(check(
                RejectionCode.ASSERTION_CLAIM_MALFORMED,
                "The scopes in the ID-JAG are well-formed",
                facts -> wellFormed(
                        IdJagClaims.SCOPE,
                        IdJagClaims.SCOPE_FORM,
                        claims(facts).readScopes(),
                        scopes -> scopes.map(Object::toString).orElse("absent"))));
        checks.add(check(
                RejectionCode.ASSERTION_CLAIM_MALFORMED,
                "The resources in the ID-JAG are well-formed",
                facts -> resources(facts, rule)));
        checks.add(check(
                RejectionCode.ASSERTION_CLAIM_MALFORMED,
                "The key in the ID-JAG is well-formed",
                facts -> wellFormed(
                        IdJagClaims.CONFIRMATION,
                        IdJagClaims.CONFIRMATION_FORM,
                        claims(facts).readConfirmation(),
                        keys -> keys.isNone() ? "absent" : keys.members().toString())));
        checks.add(check(
                RejectionCode.REQUEST_AUTHORIZATION_DETAILS_UNSUPPORTED,
                "The ID-JAG asks for no authorization details",
                IdJagChecks::noDetails));
        return checks;
    }

    private static NamedCheck<JwtFacts> check(RejectionCode code, String title, Function<JwtFacts, CheckOutcome> rule) {
        return new NamedCheck<>(code, title, rule);
    }

    private static IdJagClaims claims(JwtFacts facts) {
        return IdJagClaims.of(facts.jwt().claims());
    }

    /** ID-JAG §4.4.1: exactly this type, with no other spelling of the media type. */
    private static CheckOutcome type(JwtFacts facts) {
        String type = facts.jwt().header().type().orElse("no typ");
        return CheckOutcome.of(
                type.equals(TokenTypes.ID_JAG),
                () -> new AssertionRejection.TypeNotAllowed(
                        type, List.of(TokenTypes.ID_JAG), JwtProfile.Types.isOfAnotherKind(type)));
    }

    /** RFC 8417 §2.2. Unlike in other assertions, {@code cnf} is known here. */
    private static CheckOutcome noEvents(JwtFacts facts) {
        return facts.jwt().claims().values().containsKey(ForeignClaim.EVENTS.claim())
                ? new CheckOutcome.Failed(new AssertionRejection.ClaimNotAllowed(ForeignClaim.EVENTS))
                : CheckOutcome.passed("no events", "none");
    }

    private static CheckOutcome client(JwtFacts facts) {
        return switch (ClaimValue.text(facts.jwt().claims().values(), IdJagClaims.CLIENT_ID)) {
            case ClaimValue.Absent<String> _ ->
                new CheckOutcome.Failed(new AssertionRejection.ClaimMissing(IdJagClaims.CLIENT_ID));
            case ClaimValue.Malformed<String> bad ->
                new CheckOutcome.Failed(
                        new AssertionRejection.ClaimMalformed(IdJagClaims.CLIENT_ID, bad.expected(), bad.actual()));
            case ClaimValue.Present<String>(String id) ->
                CheckOutcome.passed("client_id: " + ClaimValue.TEXT, "client_id: " + id);
        };
    }

    private static CheckOutcome resources(JwtFacts facts, IdJagRule rule) {
        Ruling<List<String>> read = claims(facts).readResources();
        boolean missing = read.toOptional().filter(List::isEmpty).isPresent() && rule.requireResource();
        return missing
                ? new CheckOutcome.Failed(new AssertionRejection.ClaimMissing(IdJagClaims.RESOURCE))
                : wellFormed(
                        IdJagClaims.RESOURCE,
                        IdJagClaims.RESOURCE_FORM,
                        read,
                        resources -> resources.isEmpty() ? "absent" : resources.toString());
    }

    /** RFC 9396 §5: no type of authorization details is supported. */
    private static CheckOutcome noDetails(JwtFacts facts) {
        return CheckOutcome.of(
                !claims(facts).hasAuthorizationDetails(),
                () -> new RequestRejection.AuthorizationDetailsUnsupported("the claim authorization_details"));
    }

    private static <T> CheckOutcome wellFormed(
            String claim, String expected, Ruling<T> read, Function<T, String> words) {
        return switch (read) {
            case Ruling.Granted<T>(T value) ->
                CheckOutcome.passed(claim + ": absent, or " + expected, claim + ": " + words.apply(value));
            case Ruling.Refused<T>(var rejection) -> new CheckOutcome.Failed(rejection);
        };
    }
}
