package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.fixtures.SampleTokenExchange;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.trust.TrustedIssuer.ExchangeRule;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Tests that the explanation of a token exchange agrees with the exchange, and changes nothing. */
class ExplainedExchangesTest {
    private static final Set<String> SEEN = new HashSet<>();
    private static final String API = "https://api.example";
    private static final String THERE = "https://there.example";

    private static final List<UnaryOperator<SampleIssuer>> ISSUERS = List.of(
            SampleIssuer::exchanged,
            issuer -> issuer,
            issuer -> issuer.exchanged().disabled(),
            issuer -> issuer.exchanged("client-at-issuer"),
            issuer -> issuer.exchanged().conditions("claims.sub == 'alice'"),
            issuer -> issuer.exchanged().scopes("orders:read"),
            issuer -> issuer.exchanged().boundByAssertion(),
            issuer -> issuer.exchanged().replay(new ReplayRule(false, true)),
            issuer -> issuer.exchange(new ExchangeRule(true, List.of(TokenTypeUri.ID_TOKEN), List.of())));

    private static final List<UnaryOperator<SampleClient>> CLIENTS = List.of(
            client -> client,
            SampleClient::disabled,
            SampleClient::dpopBound,
            SampleClient::opaqueTokens,
            client -> client.scopes("orders:write").defaultScopes(),
            client -> client.trustedIssuers(),
            client -> client.grantTypes(GrantType.JWT_BEARER));

    private static final List<UnaryOperator<SampleAssertion>> JWTS = List.of(
            good -> good,
            good -> good.with("aud", "client-at-issuer"),
            good -> good.with("exp", 1L),
            good -> good.with("iss", "https://unknown.example"),
            good -> good.with("act", Map.of("sub", "a")),
            good -> good.with("act", "a"),
            good -> good.with("may_act", Map.of("sub", "robot")),
            good -> good.with("may_act", Map.of("sub", "another")),
            good -> good.with("cnf", Map.of("jkt", "x")),
            good -> good.ofType("at+jwt"));

    private static final List<UnaryOperator<SampleTokenExchange>> PARAMETERS = List.of(
            request -> request,
            request -> request.without("subject_token"),
            request -> request.without("subject_token_type"),
            request -> request.with("subject_token_type", "unknown"),
            request -> request.with("subject_token_type", SampleTokenExchange.ID_TOKEN),
            request -> request.with("subject_token_type", SampleTokenExchange.ACCESS_TOKEN),
            request -> request.with("actor_token_type", SampleTokenExchange.JWT),
            request -> request.with("requested_token_type", SampleTokenExchange.JWT),
            request -> request.with("requested_token_type", SampleTokenExchange.ID_JAG),
            request -> request.with("requested_token_type", "unknown"),
            request -> request.with("audience", THERE).with("requested_token_type", SampleTokenExchange.JWT),
            request -> request.with("audience", THERE).with("requested_token_type", SampleTokenExchange.ID_JAG),
            request -> request.with("audience", API),
            request -> request.with("audience", "https://unknown.example"),
            request -> request.with("resource", API),
            request -> request.with("resource", "https://unknown.example"),
            request -> request.with("scope", "orders:write"),
            request -> request.with("scope", "admin:read"),
            request -> request.with("scope", "\""),
            request -> request.by("another-client"));

    /** The kind of the subject token and of the actor token, and what happened before. */
    record Before(Subject subject, boolean actor, boolean actorOfOurs, boolean blocked, boolean spent, boolean proof) {}

    enum Subject {
        JWT,
        OWN,
        BOUND,
        REVOKED,
        EXPIRED
    }

    private static final List<Before> BEFORE = List.of(
            new Before(Subject.JWT, false, false, false, false, false),
            new Before(Subject.JWT, true, false, false, false, false),
            new Before(Subject.JWT, true, true, false, false, false),
            new Before(Subject.JWT, true, false, true, false, false),
            new Before(Subject.JWT, false, false, false, true, false),
            new Before(Subject.OWN, false, false, false, false, false),
            new Before(Subject.OWN, true, false, false, false, true),
            new Before(Subject.OWN, true, false, true, false, false),
            new Before(Subject.BOUND, false, false, false, false, false),
            new Before(Subject.BOUND, true, true, false, false, true),
            new Before(Subject.REVOKED, false, false, false, false, false),
            new Before(Subject.EXPIRED, false, false, false, false, false));

    /** One case. */
    record Case(
            UnaryOperator<SampleIssuer> issuer,
            UnaryOperator<SampleClient> client,
            UnaryOperator<SampleAssertion> jwt,
            List<UnaryOperator<SampleTokenExchange>> parameters,
            Before before) {

        SampleEndpoint endpoint() {
            return SampleEndpoint.of(
                    List.of(issuer.apply(SampleIssuer.partner()).build()),
                    List.of(
                            application(),
                            SampleClient.orders()
                                    .named("application-2", "another", "another-client")
                                    .grantTypes(GrantType.TOKEN_EXCHANGE)
                                    .build()));
        }

        private RegisteredClient application() {
            return client.apply(SampleClient.orders()
                            .grantTypes(GrantType.TOKEN_EXCHANGE, GrantType.JWT_BEARER)
                            .audiences(API, "https://second.example")
                            .chaining(new ChainingTarget(new Audience(THERE), Optional.of(new ClientId("there")))))
                    .build();
        }
    }

    @Example
    void theExpectedTokenNamesTheActorOrTheOnlyPermittedOne() {
        var endpoint = SampleEndpoint.of(
                SampleIssuer.partner().exchanged(), SampleClient.orders().grantTypes(GrantType.TOKEN_EXCHANGE));
        SampleTokenExchange plain =
                SampleTokenExchange.of(endpoint.assertion().with("may_act", Map.of("sub", "robot")));
        SampleTokenExchange delegated = SampleTokenExchange.of(endpoint.assertion())
                .actor(endpoint.assertion().with("sub", "robot").with("jti", "robot"));

        assertThat(claims(plain.explainedAt(endpoint))).isEqualTo(Map.of("may_act", Map.of("sub", "robot")));
        assertThat(claims(delegated.explainedAt(endpoint)))
                .isEqualTo(Map.of("act", Map.of("sub", "robot", "iss", SampleIssuer.ISSUER)))
                .isEqualTo(token(delegated.at(endpoint)).token().derivation().claims());
    }

    @Example
    void aCheckThatPassedSaysThatTheIssuerHasTokenExchange() {
        var endpoint = SampleEndpoint.of(
                SampleIssuer.partner().exchanged(), SampleClient.orders().grantTypes(GrantType.TOKEN_EXCHANGE));

        assertThat(SampleTokenExchange.of(endpoint.assertion())
                        .explainedAt(endpoint)
                        .checks())
                .filteredOn(check -> check.title().equals("Tokens of the issuer are accepted in an exchange"))
                .extracting(check -> check.evidence().orElseThrow().actual())
                .containsExactly(SampleIssuer.NAME + ", with it");
    }

    private static Map<String, Object> claims(Explanation explanation) {
        return explanation.grant().orElseThrow().claims();
    }

    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(
                        mostlyFirst(ISSUERS),
                        mostlyFirst(CLIENTS),
                        mostlyFirst(JWTS),
                        Arbitraries.of(PARAMETERS).list().ofMaxSize(2),
                        Arbitraries.of(BEFORE))
                .as(Case::new);
    }

    private static <T> Arbitrary<T> mostlyFirst(List<T> values) {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(values.getFirst())), Tuple.of(1, Arbitraries.of(values)));
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void explanationAndExchangeGiveTheSameCode(@ForAll("cases") Case one) {
        SampleEndpoint ready = SampleEndpoint.of(
                List.of(SampleIssuer.partner().exchanged().build()),
                List.of(SampleClient.orders()
                        .grantTypes(GrantType.JWT_BEARER)
                        .audiences(API, "https://second.example")
                        .build()));
        SampleEndpoint endpoint = one.endpoint();
        Optional<SampleTokenExchange> request = request(one, endpoint, ready);
        if (request.isEmpty()) {
            return;
        }
        var eventsBefore = new ArrayList<>(endpoint.events);
        var tokensBefore = endpoint.ledger.tokens();

        Explanation first = request.get().explainedAt(endpoint);
        Explanation second = request.get().explainedAt(endpoint);

        assertThat(endpoint.events).isEqualTo(eventsBefore);
        assertThat(endpoint.ledger.tokens()).isEqualTo(tokensBefore);
        assertThat(second).isEqualTo(first);
        String explained = first.code().map(RejectionCode::value).orElse("accepted");
        assertThat(code(request.get().at(endpoint))).isEqualTo(explained);
        SEEN.add(explained);
    }

    /** The request; empty where the case has no token of this server to present. */
    private static Optional<SampleTokenExchange> request(Case one, SampleEndpoint endpoint, SampleEndpoint ready) {
        Before before = one.before();
        SampleTokenExchange request;
        if (before.subject() == Subject.JWT) {
            SampleAssertion subject = one.jwt().apply(endpoint.assertion());
            if (before.spent()) {
                SampleTokenExchange.of(subject).at(endpoint);
            }
            request = SampleTokenExchange.of(subject);
        } else {
            String[] proofs = before.subject() == Subject.BOUND
                    ? new String[] {SampleProof.at(endpoint.clock.instant()).compact()}
                    : new String[0];
            TokenResponse own = token(ready.exchange(ready.assertion().with("jti", "own"), proofs));
            endpoint.ledger.records().add(own.token());
            switch (before.subject()) {
                case REVOKED ->
                    endpoint.ledger.records().revokeAtOnce(own.token().id());
                case EXPIRED -> endpoint.clock.advance(Duration.ofHours(1));
                default -> {}
            }
            request = SampleTokenExchange.of(own);
        }
        if (before.actor()) {
            SampleAssertion actor = endpoint.assertion().with("sub", "robot").with("jti", "robot");
            request.actor(actor);
            if (before.actorOfOurs()) {
                TokenResponse own = token(ready.exchange(ready.assertion()
                        .with("sub", "robot")
                        .with("jti", "own-robot")
                        .compact()));
                endpoint.ledger.records().add(own.token());
                request.with("actor_token", own.accessToken())
                        .with("actor_token_type", SampleTokenExchange.ACCESS_TOKEN);
            }
        }
        if (before.blocked()) {
            endpoint.ledger.block(new IssuerSubject(new IssuerId(SampleIssuer.ID), "robot"));
        }
        for (var change : one.parameters()) {
            request = change.apply(request);
        }
        return Optional.of(
                before.proof()
                        ? request.proof(SampleProof.at(endpoint.clock.instant())
                                .with("jti", "another")
                                .compact())
                        : request);
    }

    @AfterContainer
    static void theCasesReachEveryKindOfCode() {
        assertThat(SEEN)
                .contains(
                        "accepted",
                        "request.subject_token_missing",
                        "request.token_type_unsupported",
                        "request.actor_token_type_without_token",
                        "token.unusable",
                        "policy.actor_not_allowed",
                        "policy.subject_blocked",
                        "policy.resource_not_allowed",
                        "policy.scope_not_allowed",
                        "assertion.replayed",
                        "assertion.claim_malformed",
                        "issuer.unknown",
                        "dpop.key_mismatch");
    }
}
