package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.explain.CheckReport;
import dev.countersign.core.explain.CheckReport.Status;
import dev.countersign.core.explain.ExplainRequest;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIdJag;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.idjag.IdJagRule.Acceptance;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Tests that explanation and exchange always agree, and that the explanation changes nothing. */
class ExplainAgreementTest {
    private static final long NOW = SampleEndpoint.ordinary().clock.instant().getEpochSecond();
    private static final Set<String> SEEN = new HashSet<>();

    private static final List<UnaryOperator<SampleAssertion>> ASSERTIONS = List.of(
            good -> good,
            good -> good.without("iss"),
            good -> good.with("iss", 5L),
            good -> good.with("iss", SampleIssuer.ISSUER + "/"),
            good -> good.with("iss", SampleServer.ISSUER),
            good -> good.without("sub"),
            good -> good.with("sub", ""),
            good -> good.without("aud"),
            good -> good.with("aud", SampleServer.ISSUER + "/"),
            good -> good.with("aud", SampleIssuer.ALIAS),
            good -> good.with("aud", List.of("https://other.example", SampleServer.TOKEN_ENDPOINT)),
            good -> good.with("aud", List.of(SampleServer.ISSUER, 5L)),
            good -> good.without("exp"),
            good -> good.with("exp", NOW - 30),
            good -> good.with("exp", NOW - 29),
            good -> good.with("exp", NOW + 86_401),
            good -> good.with("exp", "tomorrow"),
            good -> good.with("exp", new BigDecimal("1e400")),
            good -> good.with("nbf", NOW + 30),
            good -> good.with("nbf", NOW + 31),
            good -> good.with("iat", NOW + 31),
            good -> good.with("iat", NOW - 1831),
            good -> good.with("iat", JsonNull.NULL),
            good -> good.without("iat"),
            good -> good.without("jti"),
            good -> good.with("jti", 7L),
            good -> good.with("aud", "https://further.example"),
            good -> good.with("scope", "orders:write"),
            good -> good.with("email", "a@b.example"),
            good -> good.ofType("at+jwt"),
            good -> good.ofType("custom+jwt"),
            good -> good.ofType("JWT"),
            good -> good.ofType("oauth-id-jag+jwt"),
            good -> good.with("client_id", "another-client"),
            good -> good.without("client_id"),
            good -> good.with("scope", "orders:read orders:write"),
            good -> good.with("scope", ""),
            good -> good.with("scope", 7L),
            good -> good.with("resource", SampleIdJag.RESOURCE),
            good -> good.with("resource", List.of(SampleIdJag.RESOURCE, SampleIdJag.OTHER_RESOURCE)),
            good -> good.with("resource", "https://unknown.example"),
            good -> good.with("resource", List.of()),
            good -> good.with("cnf", Map.of("jkt", "A".repeat(43))),
            good -> good.with("cnf", Map.of("jkt", "Q".repeat(43))),
            good -> good.with("cnf", Map.of()),
            good -> good.with("authorization_details", List.of()),
            good -> good.signedBy(SampleKeys.ours().active(Algorithm.ES256)),
            good -> good.signedBy(SampleKeys.ofThirdParty(Algorithm.RS256)));

    private static final List<UnaryOperator<SampleIssuer>> ISSUERS = List.of(
            issuer -> issuer,
            SampleIssuer::disabled,
            issuer -> issuer.algorithms(Algorithm.RS256),
            SampleIssuer::singleAudience,
            issuer -> issuer.clockSkew(Duration.ZERO),
            issuer -> issuer.maxLifetime(Duration.ofMinutes(1)),
            issuer -> issuer.issuedAt(new IssuedAtRule(Optional.of(false), Optional.empty())),
            issuer -> issuer.replay(new ReplayRule(true, false)),
            issuer -> issuer.replay(new ReplayRule(false, true)),
            issuer -> issuer.types("custom+jwt"),
            issuer -> issuer.subject(new SubjectMapping.FromClaim("email")),
            issuer -> issuer.conditions("claims.sub == 'alice'", "has(claims.email)"),
            issuer -> issuer.conditions("claims.absent"),
            issuer -> issuer.scopes("orders:write"),
            issuer -> issuer.scopeClaim(ScopeClaim.SCOPE),
            issuer -> issuer.issuedAt(new IssuedAtRule(Optional.empty(), Optional.empty(), true)),
            issuer -> issuer.audiences("https://further.example"),
            SampleIssuer::idJagForResource,
            issuer -> issuer.idJag(Acceptance.OFF),
            issuer -> issuer.idJag(Acceptance.ONLY),
            SampleIssuer::boundByAssertion);

    private static final List<UnaryOperator<SampleClient>> CLIENTS = List.of(
            client -> client,
            SampleClient::disabled,
            client -> client.grantTypes(GrantType.CLIENT_CREDENTIALS),
            client -> client.trustedIssuers(),
            client -> client.trustedIssuers(SampleIssuer.NAME),
            SampleClient::defaultScopes,
            client -> client.audiences("https://api.example"));

    private static final List<UnaryOperator<String>> TEXTS = List.of(
            text -> text,
            text -> text + "=",
            text -> text.substring(1),
            text -> text.substring(0, text.lastIndexOf('.')),
            text -> text.substring(0, text.lastIndexOf('.') + 1) + "AAAA",
            text -> " " + text,
            text -> text + "..",
            text -> "");

    private static final List<Optional<String>> SCOPES =
            List.of(Optional.empty(), Optional.of("orders:write"), Optional.of("orders:delete"), Optional.of("a  b"));
    private static final List<List<String>> RESOURCES =
            List.of(List.of(), List.of("https://api.example"), List.of("no uri"), List.of(SampleIdJag.RESOURCE));

    /** One case: mostly valid values, with some others. */
    record Case(
            List<UnaryOperator<SampleAssertion>> assertion,
            UnaryOperator<SampleIssuer> issuer,
            UnaryOperator<SampleClient> client,
            UnaryOperator<String> text,
            Optional<String> scope,
            List<String> resources,
            Before before,
            Kind kind) {

        SampleEndpoint endpoint() {
            return kind.idJag()
                    ? SampleEndpoint.of(issuer.apply(SampleIdJag.issuer()), client.apply(SampleIdJag.client()))
                    : SampleEndpoint.of(issuer.apply(SampleIssuer.partner()), client.apply(SampleClient.orders()));
        }

        String assertion(SampleEndpoint endpoint) {
            SampleAssertion changed = kind.idJag() ? SampleIdJag.at(endpoint.clock.instant()) : endpoint.assertion();
            for (var change : assertion) {
                changed = change.apply(changed);
            }
            return text.apply(changed.compact());
        }

        JwtBearerGrant grant(String presented) {
            return new JwtBearerGrant(presented, kind.details());
        }
    }

    /** Events before the request. */
    record Before(boolean redeemed, boolean blocked) {}

    private static final List<Before> BEFORE =
            List.of(new Before(false, false), new Before(true, false), new Before(false, true), new Before(true, true));

    /** The kind of assertion, and whether the request has authorization details. */
    record Kind(boolean idJag, boolean details) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(false, false),
            new Kind(false, false),
            new Kind(true, false),
            new Kind(true, false),
            new Kind(true, false),
            new Kind(true, true),
            new Kind(false, true));

    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(
                        Arbitraries.of(ASSERTIONS).list().ofMinSize(0).ofMaxSize(2),
                        mostlyFirst(ISSUERS),
                        mostlyFirst(CLIENTS),
                        mostlyFirst(TEXTS),
                        mostlyFirst(SCOPES),
                        mostlyFirst(RESOURCES),
                        mostlyFirst(BEFORE),
                        Arbitraries.of(KINDS))
                .as(Case::new);
    }

    private static <T> Arbitrary<T> mostlyFirst(List<T> values) {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(values.getFirst())), Tuple.of(2, Arbitraries.of(values)));
    }

    @Property(tries = 2500, edgeCases = EdgeCasesMode.NONE)
    void explanationAndExchangeGiveTheSameCode(@ForAll("cases") Case one) {
        SampleEndpoint endpoint = one.endpoint();
        String text = one.assertion(endpoint);
        if (one.before().redeemed()) {
            exchange(endpoint, text, one);
        }
        if (one.before().blocked()) {
            endpoint.ledger.block(
                    new IssuerSubject(SampleIssuer.partner().build().id(), "alice"));
        }
        var eventsBefore = new ArrayList<>(endpoint.events);
        var tokensBefore = endpoint.ledger.tokens();

        Explanation first = endpoint.explain(explained(one, text));
        Explanation second = endpoint.explain(explained(one, text));

        assertThat(endpoint.events).isEqualTo(eventsBefore);
        assertThat(endpoint.ledger.tokens()).isEqualTo(tokensBefore);
        assertThat(second).isEqualTo(first);
        String explained = first.code().map(RejectionCode::value).orElse("accepted");
        assertThat(explained).isEqualTo(exchange(endpoint, text, one));
        SEEN.add(explained);
        agreesWithItself(first);
        if (first.code().isEmpty()) {
            grantIsTheOneThatWasGiven(first, endpoint);
        }
    }

    /** An explanation is that of any application if the issuer says nothing about requests without credentials. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void theyAgreeAboutRequestsWithoutCredentials(@ForAll("cases") Case one) {
        var endpoint = SampleEndpoint.of(
                one.issuer().apply(SampleIssuer.partner().withoutCredentials(SampleClient.NAME)),
                one.client().apply(SampleClient.orders()));
        SampleAssertion assertion = endpoint.assertion();
        for (var change : one.assertion()) {
            assertion = change.apply(assertion);
        }
        String text = one.text().apply(assertion.compact());

        Explanation explanation = endpoint.explain(new ExplainRequest(
                new JwtBearerGrant(text), Optional.empty(), one.scope(), one.resources(), List.of()));

        boolean judgesClient = explanation.checks().stream()
                .anyMatch(check ->
                        check.code() == RejectionCode.CLIENT_UNAUTHENTICATED && check.status() != Status.SKIPPED);
        if (judgesClient) {
            String explained = explanation.code().map(RejectionCode::value).orElse("accepted");
            assertThat(explained)
                    .isEqualTo(exchange(
                            text,
                            one,
                            access -> endpoint.answer(
                                    new ClientAuthentication.Missing(), new JwtBearerGrant(text), access)));
        }
    }

    private static void agreesWithItself(Explanation explanation) {
        assertThat(explanation.grant().isPresent()).isEqualTo(explanation.code().isEmpty());
        for (CheckReport check : explanation.checks()) {
            assertThat(check.evidence().isPresent()).isEqualTo(check.status() != Status.SKIPPED);
            assertThat(check.note().isPresent()).isEqualTo(check.status() != Status.PASSED);
            check.note().ifPresent(note -> assertThat(note).isNotBlank());
        }
    }

    private static void grantIsTheOneThatWasGiven(Explanation explanation, SampleEndpoint endpoint) {
        var token = endpoint.ledger.tokens().getLast();
        var grant = explanation.grant().orElseThrow();
        assertThat(grant.subject()).isEqualTo(token.subject());
        assertThat(grant.scopes()).contains(token.scopes());
        assertThat(grant.audiences()).contains(token.audiences());
        assertThat(grant.expiresIn()).contains(Duration.between(token.issuedAt(), token.expiresAt()));
    }

    /** What the parser of the form makes of the parameters, and then the exchange. */
    private static String exchange(SampleEndpoint endpoint, String text, Case one) {
        return exchange(text, one, access -> endpoint.answer(SampleClient.credentials(), one.grant(text), access));
    }

    private static String exchange(
            String text, Case one, Function<RequestedAccess, Ruling<TokenResponse>> tokenEndpoint) {
        if (text.isEmpty()) {
            return RejectionCode.REQUEST_ASSERTION_MISSING.value();
        }
        Optional<ScopeSet> scopes = one.scope().flatMap(ScopeSet::parse);
        if (one.scope().isPresent() && scopes.isEmpty()) {
            return RejectionCode.REQUEST_SCOPE_MALFORMED.value();
        }
        return code(tokenEndpoint.apply(new RequestedAccess(scopes, one.resources())));
    }

    private static ExplainRequest explained(Case one, String text) {
        return new ExplainRequest(
                one.grant(text),
                Optional.of(new ClientId(SampleClient.CLIENT_ID)),
                one.scope(),
                one.resources(),
                List.of());
    }

    @AfterContainer
    static void manyCodesWereMet() {
        assertThat(SEEN)
                .as("codes that the cases led to")
                .hasSizeGreaterThan(30)
                .contains(
                        "accepted",
                        "assertion.client_mismatch",
                        "request.authorization_details_unsupported",
                        "dpop.key_mismatch");
    }
}
