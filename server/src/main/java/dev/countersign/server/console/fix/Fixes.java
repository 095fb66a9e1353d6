package dev.countersign.server.console.fix;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.form.Lists;
import dev.countersign.server.console.form.Proposal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Settings that would mend a refusal. A proposed value comes from the refused token, which is not verified: a person looks at
 * it before it is saved. What would accept tokens that nobody should accept is not proposed.
 */
public final class Fixes {
    private static final int SKEW_STEP = 10;
    private static final Duration LONGEST_PROPOSED = Duration.ofDays(1);

    private Fixes() {}

    /** The setting for a refusal; empty when the description of its code says all there is to say. */
    public static Optional<Fix> of(Refusal refusal) {
        return switch (refusal.code()) {
            case ASSERTION_AUDIENCE_MISMATCH -> ofIssuer(refusal, Fixes::audience);
            case ASSERTION_ISSUED_IN_FUTURE -> ofIssuer(refusal, (of, issuer) -> skew(of, issuer, "iat"));
            case ASSERTION_NOT_YET_VALID -> ofIssuer(refusal, (of, issuer) -> skew(of, issuer, "nbf"));
            case ASSERTION_LIFETIME_TOO_LONG -> ofIssuer(refusal, Fixes::lifetime);
            case ASSERTION_ALGORITHM_NOT_ALLOWED -> ofIssuer(refusal, Fixes::algorithm);
            case ASSERTION_TYPE_NOT_ALLOWED -> ofIssuer(refusal, Fixes::type);
            case ASSERTION_KEY_NOT_FOUND, ISSUER_KEYS_UNAVAILABLE ->
                ofIssuer(
                        refusal,
                        (_, issuer) -> Fix.setting(
                                page(issuer) + "/keys",
                                "Refresh now fetches the keys of the issuer again. If the key is still not among them, the issuer has not published it."));
            case ISSUER_UNKNOWN ->
                Optional.of(
                        Fix.setting(
                                "/connections/new",
                                "Register the issuer, if you know who it is: its tokens are then accepted from every application that accepts all issuers."));
            case ISSUER_DISABLED ->
                ofIssuer(
                        refusal,
                        (_, issuer) -> Fix.setting(
                                page(issuer) + "/danger", "Enabling the issuer accepts its tokens again, at once."));
            case ISSUER_NOT_ALLOWED_FOR_CLIENT -> ofApplication(refusal, Fixes::issuers);
            case CLIENT_GRANT_NOT_ALLOWED ->
                ofApplication(
                        refusal,
                        (_, application) -> Fix.setting(
                                page(application),
                                "Select the grant among the allowed grant types of the application."));
            case POLICY_SCOPE_NOT_ALLOWED -> ofApplication(refusal, Fixes::scopes);
            case POLICY_SUBJECT_BLOCKED ->
                ofIssuer(
                        refusal,
                        (_, issuer) -> Fix.setting(
                                page(issuer) + "/subjects",
                                "Somebody blocked this subject. Lift the block only if its reason no longer applies."));
            case POLICY_CONDITION_FAILED ->
                ofIssuer(
                        refusal,
                        (_, issuer) -> Fix.setting(
                                page(issuer) + "/policy",
                                "Change the condition only if it was meant to accept this token: it is what keeps others of the same issuer out."));
            default -> reason(refusal.code()).map(Fix::none);
        };
    }

    /** The reason why no setting should prevent a refusal; empty when the description of its code says all there is to say. */
    private static Optional<String> reason(RejectionCode code) {
        return switch (code) {
            case ASSERTION_SIGNATURE_INVALID ->
                Optional.of(
                        "The token was changed after it was signed, or another key signed it. A setting that accepts it would accept forged tokens.");
            case ASSERTION_REPLAYED, DPOP_REPLAYED ->
                Optional.of(
                        "Send a new one with each request. One that was sent before may be in the hands of somebody else.");
            case ASSERTION_EXPIRED ->
                Optional.of(
                        "Have the application ask its issuer for a new token before each request. Accepting expired tokens would give stolen ones more time.");
            case ASSERTION_CRITICAL_HEADER, ASSERTION_ENCRYPTED ->
                Optional.of("The issuer has to sign tokens without this. This server does not know its rules.");
            default -> Optional.empty();
        };
    }

    private static Optional<Fix> ofIssuer(Refusal refusal, BiFunction<Refusal, TrustedIssuer, Fix> fix) {
        return refusal.issuer().map(issuer -> fix.apply(refusal, issuer));
    }

    private static Optional<Fix> ofApplication(Refusal refusal, BiFunction<Refusal, RegisteredClient, Fix> fix) {
        return refusal.application().map(application -> fix.apply(refusal, application));
    }

    private static String page(TrustedIssuer issuer) {
        return "/connections/" + issuer.id().value();
    }

    private static String page(RegisteredClient application) {
        return "/applications/" + application.id().value();
    }

    private static Fix audience(Refusal refusal, TrustedIssuer issuer) {
        Optional<String> aud = refusal.claim("aud");
        if (aud.isEmpty()) {
            return Fix.setting(
                    page(issuer),
                    "Add the value by which the issuer names this server as a further audience. Better: have the issuer name this server's issuer identifier.");
        }
        String effect =
                "Tokens of this issuer for %s would be accepted here. Propose it only if this is the issuer's name for this server: otherwise tokens that were made for another service could be used here."
                        .formatted(aud.get());
        boolean hasAlias = issuer.audience().alias().isPresent();
        Stream<String> further =
                Stream.concat(issuer.audience().audiences().stream().map(Audience::value), aud.stream());
        return Fix.setting(
                hasAlias
                        ? link(page(issuer), "/audiences", String.join("\n", further.toList()))
                        : link(page(issuer), "/alias", aud.get()),
                effect);
    }

    private static Fix skew(Refusal refusal, TrustedIssuer issuer, String claim) {
        Optional<Instant> time = refusal.time(claim);
        if (time.isEmpty()) {
            return Fix.setting(
                    page(issuer) + "/policy",
                    "A larger clock skew tolerates the difference between the clocks. Better: set the clock of the issuer.");
        }
        long seconds = Math.ceilDiv(Duration.between(refusal.at(), time.get()).toSeconds() + 1, SKEW_STEP) * SKEW_STEP;
        if (seconds > TrustedIssuer.GREATEST_CLOCK_SKEW.toSeconds()) {
            return Fix.none(
                    "The time %s of the token is %s seconds ahead of this server, which is more than a difference of clocks. Set the clock of the issuer, or of this server."
                            .formatted(
                                    claim,
                                    Duration.between(refusal.at(), time.get()).toSeconds()));
        }
        return Fix.setting(
                link(page(issuer) + "/policy", "/clock_skew_seconds", Long.toString(seconds)),
                "The clock of the issuer is ahead by about %s seconds. With this clock skew its tokens are accepted, and all of its tokens that much longer. Better: set its clock."
                        .formatted(Duration.between(refusal.at(), time.get()).toSeconds()));
    }

    private static Fix lifetime(Refusal refusal, TrustedIssuer issuer) {
        String path = page(issuer) + "/policy";
        Optional<Duration> lifetime = refusal.time("exp")
                .map(exp -> Duration.between(refusal.time("iat").orElse(refusal.at()), exp))
                .filter(Duration::isPositive);
        if (lifetime.filter(length -> length.compareTo(LONGEST_PROPOSED) > 0).isPresent()) {
            return Fix.none(
                    "The token is valid for more than a day. Have the issuer make tokens that live for minutes: a copied one is of use for as long.");
        }
        return Fix.setting(
                lifetime.map(length -> link(path, "/max_lifetime_seconds", Long.toString(length.toSeconds())))
                        .orElse(path),
                "Tokens of this lifetime would be accepted; a copied one is of use for as long. Better: have the issuer make tokens that live for minutes.");
    }

    private static Fix algorithm(Refusal refusal, TrustedIssuer issuer) {
        Optional<Algorithm> algorithm = refusal.header("alg").flatMap(Algorithm::of);
        if (algorithm.isEmpty()) {
            return Fix.none(
                    "This server verifies signatures by public keys alone: with none nobody has signed, and with HS256 everybody who can verify can also sign. Have the issuer use RS256, ES256 or EdDSA.");
        }
        List<String> allowed = Lists.and(
                issuer.verification().algorithms().stream()
                        .map(Algorithm::value)
                        .toList(),
                algorithm.get().value());
        return Fix.setting(
                new Proposal(Map.of("/algorithms", allowed)).link(page(issuer) + "/policy"),
                "Tokens with %s signatures of this issuer's keys would be accepted."
                        .formatted(algorithm.get().value()));
    }

    private static Fix type(Refusal refusal, TrustedIssuer issuer) {
        String path = page(issuer) + "/policy";
        Optional<String> type = refusal.header("typ");
        List<String> types = Stream.concat(issuer.verification().types().stream(), type.stream())
                .toList();
        return Fix.setting(
                type.isEmpty() ? path : link(path, "/types", String.join("\n", types)),
                "Only the types in this list would be accepted. Propose it only if the issuer makes this type for such requests: types tell tokens of different purposes apart.");
    }

    private static Fix issuers(Refusal refusal, RegisteredClient application) {
        String path = page(application) + "/issuers";
        Optional<String> name = refusal.issuer().map(TrustedIssuer::name);
        List<String> names = Stream.concat(
                        application.access().trustedIssuers().stream().flatMap(some -> some.stream()), name.stream())
                .toList();
        return Fix.setting(
                name.isEmpty() ? path : new Proposal(Map.of("/trusted_token_issuers", names)).link(path),
                "The application would get tokens for assertions of this issuer, with all of its scopes.");
    }

    private static Fix scopes(Refusal refusal, RegisteredClient application) {
        ScopeSet has = application.access().scopes();
        ScopeSet missing = refusal.scope()
                .flatMap(ScopeSet::parse)
                .map(wanted -> wanted.without(has))
                .orElse(ScopeSet.EMPTY);
        if (missing.hasAdministrative()) {
            return Fix.none(
                    "Scopes that begin with admin: administer this server. No token that is obtained by an assertion has them.");
        }
        if (missing.isEmpty()) {
            return refusal.issuer()
                    .map(
                            issuer -> Fix.setting(
                                    page(issuer) + "/policy",
                                    "The application has the scopes; the policy of the issuer limits them. A wider limit holds for all applications."))
                    .orElseGet(() ->
                            Fix.setting(page(application) + "/issuers", "Add the scopes that the application needs."));
        }
        return Fix.setting(
                link(
                        page(application) + "/issuers",
                        "/scopes",
                        has.union(missing).toString()),
                "The application could get tokens with %s from then on.".formatted(missing));
    }

    private static String link(String path, String field, String value) {
        return new Proposal(Map.of(field, List.of(value))).link(path);
    }
}
