package dev.countersign.core.grant;

import dev.countersign.core.explain.Explanation;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIdJag;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.fixtures.SampleTokenExchange;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import dev.countersign.core.oauth.FamilyId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.rejection.CertificateRejection;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RefreshTokenRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A typical case of every refusal, based on common mistakes. */
final class ExplainedRefusals {
    private static final String THUMBPRINT = "A".repeat(43);

    private ExplainedRefusals() {}

    /** An assertion that is accepted. */
    static Explanation accepted() {
        return SampleEndpoint.of(SampleIssuer.partner().conditions("claims.sub == 'alice'"), SampleClient.orders())
                .explain(SampleEndpoint.ordinary().assertion().compact());
    }

    /** The explanation that ends in this code; null for one that no dry run can end in. */
    static @Nullable Explanation explanation(RejectionCode code) {
        return switch (code) {
            case REQUEST_MALFORMED,
                    REQUEST_PARAMETER_REPEATED,
                    REQUEST_GRANT_TYPE_MISSING,
                    REQUEST_GRANT_TYPE_UNSUPPORTED,
                    REQUEST_REFRESH_TOKEN_MISSING,
                    REQUEST_TOO_LARGE,
                    REFRESH_TOKEN_UNKNOWN,
                    REFRESH_TOKEN_EXPIRED,
                    REFRESH_TOKEN_REVOKED,
                    REFRESH_TOKEN_REUSED,
                    CLIENT_THROTTLED,
                    CLIENT_CERTIFICATE_MISSING,
                    CLIENT_CERTIFICATE_MISMATCH,
                    SIGNING_UNAVAILABLE,
                    SERVER_OVERLOADED -> null;
            case REQUEST_AUTHORIZATION_DETAILS_UNSUPPORTED ->
                idJag(good -> good.with("authorization_details", List.of(Map.of("type", "notes"))));
            case ASSERTION_CLIENT_MISMATCH -> idJag(good -> good.with("client_id", "client-at-idp"));
            case DPOP_KEY_MISMATCH -> idJag(good -> good.with("cnf", Map.of("jkt", THUMBPRINT)));
            case REQUEST_SUBJECT_TOKEN_MISSING,
                    REQUEST_TOKEN_TYPE_UNSUPPORTED,
                    REQUEST_ACTOR_TOKEN_TYPE_WITHOUT_TOKEN,
                    TOKEN_UNUSABLE,
                    POLICY_ACTOR_NOT_ALLOWED -> ofExchange(code);
            case REQUEST_ASSERTION_MISSING -> ordinary("");
            case REQUEST_SCOPE_MALFORMED -> asking("orders:read,orders:write\"", List.of());
            case POLICY_SCOPE_NOT_ALLOWED -> asking("orders:delete", List.of());
            case POLICY_RESOURCE_NOT_ALLOWED -> asking("orders:read", List.of("https://payments.example"));
            case CLIENT_UNAUTHENTICATED -> client(SampleClient::disabled);
            case CLIENT_GRANT_NOT_ALLOWED -> client(client -> client.grantTypes(GrantType.CLIENT_CREDENTIALS));
            case ISSUER_NOT_ALLOWED_FOR_CLIENT -> client(client -> client.trustedIssuers("another"));
            case ISSUER_UNKNOWN -> assertion(good -> good.with("iss", SampleIssuer.ISSUER + "/"));
            case ISSUER_IS_OURSELVES -> assertion(good -> good.with("iss", SampleServer.ISSUER));
            case ISSUER_DISABLED -> issuer(SampleIssuer::disabled);
            case ISSUER_KEYS_UNAVAILABLE ->
                keys(new KeyLookup.Unavailable("connecting to partner.example timed out", Duration.ofSeconds(5)));
            case STORE_UNAVAILABLE -> ledger(new Redemption.Unavailable(Duration.ofSeconds(5)));
            case DPOP_PROOF_MISSING -> client(SampleClient::dpopBound);
            case DPOP_PROOF_MALFORMED,
                    DPOP_SIGNATURE_INVALID,
                    DPOP_REQUEST_MISMATCH,
                    DPOP_TOO_OLD,
                    DPOP_REPLAYED,
                    DPOP_NONCE_REQUIRED -> ofProof(code);
            default -> ofAssertion(code);
        };
    }

    private static Explanation ofExchange(RejectionCode code) {
        return switch (code) {
            case REQUEST_SUBJECT_TOKEN_MISSING -> exchange(good -> good.without("subject_token"));
            case REQUEST_TOKEN_TYPE_UNSUPPORTED ->
                exchange(good -> good.with("subject_token_type", "urn:ietf:params:oauth:token-type:saml2"));
            case REQUEST_ACTOR_TOKEN_TYPE_WITHOUT_TOKEN ->
                exchange(good -> good.with("actor_token_type", SampleTokenExchange.JWT));
            case TOKEN_UNUSABLE -> exchange(good -> good.with("subject_token_type", SampleTokenExchange.ACCESS_TOKEN));
            case POLICY_ACTOR_NOT_ALLOWED ->
                exchange(good -> good.actor(SampleEndpoint.ordinary()
                        .assertion()
                        .with("sub", "robot")
                        .with("jti", "jti-2")));
            default -> throw new AssertionError("no case for " + code);
        };
    }

    private static Explanation ofProof(RejectionCode code) {
        SampleEndpoint endpoint = code == RejectionCode.DPOP_NONCE_REQUIRED
                ? SampleEndpoint.requiringNonces()
                : SampleEndpoint.ordinary();
        Instant now = endpoint.clock.instant();
        SampleProof proof = SampleProof.at(now);
        String presented = switch (code) {
            case DPOP_PROOF_MALFORMED -> proof.without("jti").compact();
            case DPOP_SIGNATURE_INVALID -> proof.signedBy(SampleKeys.ofStranger(Algorithm.ES256));
            case DPOP_REQUEST_MISMATCH ->
                proof.with("htu", SampleServer.ISSUER + "/oauth2/introspect").compact();
            case DPOP_TOO_OLD -> proof.with("iat", now.getEpochSecond() - 90).compact();
            default -> proof.compact();
        };
        if (code == RejectionCode.DPOP_REPLAYED) {
            SampleEndpoint.token(endpoint.exchange(endpoint.assertion(), presented));
        }
        return endpoint.explainWith(endpoint.assertion().with("jti", "jti-2"), presented);
    }

    private static Explanation ofAssertion(RejectionCode code) {
        long now = SampleEndpoint.ordinary().clock.instant().getEpochSecond();
        return switch (code) {
            case ASSERTION_MALFORMED ->
                ordinary(SampleEndpoint.ordinary().assertion().compact() + "=");
            case ASSERTION_ENCRYPTED -> ordinary("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0....");
            case ASSERTION_ALGORITHM_NOT_ALLOWED -> issuer(issuer -> issuer.algorithms(Algorithm.RS256));
            case ASSERTION_CRITICAL_HEADER ->
                ordinary(SampleAssertion.signed(
                        SampleAssertion.headerJson(",\"crit\":[\"exp\"],\"exp\":1"),
                        SampleEndpoint.ordinary().assertion().claimsJson()));
            case ASSERTION_TYPE_NOT_ALLOWED -> assertion(good -> good.ofType("at+jwt"));
            case ASSERTION_KEY_NOT_FOUND ->
                keys(new KeyLookup.NotFound(
                        List.of("kid 2026-09", "kid 2026-10"),
                        Optional.of(SampleEndpoint.ordinary().clock.instant().minusSeconds(3))));
            case ASSERTION_KEY_UNUSABLE ->
                keys(new KeyLookup.Unusable("kid 2026-10", "expired at 2026-11-01T00:00:00Z"));
            case ASSERTION_SIGNATURE_INVALID ->
                ordinary(SampleEndpoint.ordinary().assertion().compactWithBrokenSignature());
            case ASSERTION_CLAIM_MISSING -> assertion(good -> good.without("sub"));
            case ASSERTION_CLAIM_MALFORMED -> assertion(good -> good.with("exp", "tomorrow"));
            case ASSERTION_CLAIM_NOT_ALLOWED -> assertion(good -> good.with("cnf", Map.of("jkt", "x")));
            case ASSERTION_AUDIENCE_MISMATCH -> assertion(good -> good.with("aud", SampleServer.ISSUER + "/"));
            case ASSERTION_EXPIRED -> assertion(good -> good.with("exp", now - 45));
            case ASSERTION_NOT_YET_VALID -> assertion(good -> good.with("nbf", now + 45));
            case ASSERTION_ISSUED_IN_FUTURE -> assertion(good -> good.with("iat", now + 45));
            case ASSERTION_TOO_OLD -> assertion(good -> good.with("iat", now - 3600));
            case ASSERTION_LIFETIME_TOO_LONG -> assertion(good -> good.with("exp", now + 2 * 86_400));
            case ASSERTION_JTI_MISSING ->
                endpoint(SampleIssuer.partner().replay(new ReplayRule(true, false)), SampleClient.orders())
                        .explain(SampleEndpoint.ordinary()
                                .assertion()
                                .without("jti")
                                .compact());
            case ASSERTION_REPLAYED -> replayed();
            case POLICY_CONDITION_FAILED ->
                endpoint(
                                SampleIssuer.partner()
                                        .conditions("claims.email_verified == true", "claims.sub == 'alice'"),
                                SampleClient.orders())
                        .explain(SampleEndpoint.ordinary()
                                .assertion()
                                .with("email_verified", false)
                                .compact());
            case POLICY_SUBJECT_BLOCKED -> blocked();
            case POLICY_SUBJECT_NOT_MAPPED -> issuer(issuer -> issuer.subject(new SubjectMapping.FromClaim("email")));
            default -> throw new AssertionError("no case for " + code);
        };
    }

    /** What the audit keeps of a refusal that no dry run can end in. */
    static Evidence evidence(RejectionCode code) {
        Rejection rejection = switch (code) {
            case REQUEST_MALFORMED ->
                new RequestRejection.Malformed("the Content-Type is not application/x-www-form-urlencoded in UTF-8");
            case REQUEST_PARAMETER_REPEATED -> new RequestRejection.ParameterRepeated("scope");
            case REQUEST_GRANT_TYPE_MISSING -> new RequestRejection.GrantTypeMissing();
            case REQUEST_GRANT_TYPE_UNSUPPORTED -> new RequestRejection.GrantTypeUnsupported("password");
            case REQUEST_REFRESH_TOKEN_MISSING -> new RequestRejection.RefreshTokenMissing();
            case REFRESH_TOKEN_UNKNOWN -> new RefreshTokenRejection.Unknown();
            case REFRESH_TOKEN_EXPIRED ->
                new RefreshTokenRejection.Expired(new FamilyId("family-1"), Instant.parse("2026-11-23T12:00:00Z"));
            case REFRESH_TOKEN_REVOKED -> new RefreshTokenRejection.Revoked(new FamilyId("family-1"));
            case REFRESH_TOKEN_REUSED -> new RefreshTokenRejection.Reused(new FamilyId("family-1"));
            case REQUEST_TOO_LARGE -> new RequestRejection.TooLarge(65_536);
            case CLIENT_THROTTLED -> new ClientRejection.Throttled(Duration.ofSeconds(8));
            case CLIENT_CERTIFICATE_MISSING -> new CertificateRejection.Missing();
            case CLIENT_CERTIFICATE_MISMATCH ->
                new CertificateRejection.Mismatch("the subject CN=orders", "the subject CN=payments");
            case SIGNING_UNAVAILABLE ->
                new DependencyRejection.SigningUnavailable("the module does not answer", Duration.ofSeconds(5));
            case SERVER_OVERLOADED -> new DependencyRejection.ServerOverloaded(Duration.ofSeconds(1));
            default -> throw new AssertionError("a dry run can end in " + code);
        };
        return rejection.evidence();
    }

    private static Explanation exchange(UnaryOperator<SampleTokenExchange> change) {
        SampleEndpoint endpoint = endpoint(
                SampleIssuer.partner().exchanged(), SampleClient.orders().grantTypes(GrantType.TOKEN_EXCHANGE));
        return change.apply(SampleTokenExchange.of(endpoint.assertion().with("may_act", Map.of("sub", "assistant"))))
                .explainedAt(endpoint);
    }

    private static SampleEndpoint endpoint(SampleIssuer issuer, SampleClient client) {
        return SampleEndpoint.of(issuer, client);
    }

    private static Explanation ordinary(String text) {
        return SampleEndpoint.ordinary().explain(text);
    }

    private static Explanation asking(String scope, List<String> resources) {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        return endpoint.explain(endpoint.assertion().compact(), Optional.of(scope), resources);
    }

    private static Explanation assertion(UnaryOperator<SampleAssertion> change) {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        return endpoint.explain(change.apply(endpoint.assertion()).compact());
    }

    private static Explanation issuer(UnaryOperator<SampleIssuer> change) {
        SampleEndpoint endpoint = endpoint(change.apply(SampleIssuer.partner()), SampleClient.orders());
        return endpoint.explain(endpoint.assertion().compact());
    }

    private static Explanation client(UnaryOperator<SampleClient> change) {
        SampleEndpoint endpoint = endpoint(SampleIssuer.partner(), change.apply(SampleClient.orders()));
        return endpoint.explain(endpoint.assertion().compact());
    }

    private static Explanation idJag(UnaryOperator<SampleAssertion> change) {
        SampleEndpoint endpoint = SampleIdJag.endpoint();
        return endpoint.explain(
                change.apply(SampleIdJag.at(endpoint.clock.instant())).compact());
    }

    private static Explanation keys(KeyLookup lookup) {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        endpoint.keys.answer(lookup);
        return endpoint.explain(endpoint.assertion()
                .signedBy(SampleKeys.ofThirdParty(Algorithm.ES256))
                .compact());
    }

    private static Explanation ledger(Redemption redemption) {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        endpoint.ledger.answer(redemption);
        return endpoint.explain(endpoint.assertion().compact());
    }

    private static Explanation blocked() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        endpoint.ledger.block(new IssuerSubject(SampleIssuer.partner().build().id(), "alice"));
        return endpoint.explain(endpoint.assertion().compact());
    }

    private static Explanation replayed() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        String text = endpoint.assertion().compact();
        endpoint.exchange(text);
        return endpoint.explain(text);
    }
}
