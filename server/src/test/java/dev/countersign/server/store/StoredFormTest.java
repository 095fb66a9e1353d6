package dev.countersign.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.client.AccessTokenType;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.RegisteredClient.Access;
import dev.countersign.core.client.RegisteredClient.AccessTokenSettings;
import dev.countersign.core.client.RegisteredClient.Credentials;
import dev.countersign.core.client.RegisteredClient.RefreshTokenSettings;
import dev.countersign.core.client.RegisteredClient.Tokens;
import dev.countersign.core.idjag.IdJagRule;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.AudienceRule;
import dev.countersign.core.trust.TrustedIssuer.ClaimMapping;
import dev.countersign.core.trust.TrustedIssuer.ClientRule;
import dev.countersign.core.trust.TrustedIssuer.ExchangeRule;
import dev.countersign.core.trust.TrustedIssuer.GrantRules;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.PresetUse;
import dev.countersign.core.trust.TrustedIssuer.Registration;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import dev.countersign.core.trust.TrustedIssuer.SecurityEventRule;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import dev.countersign.core.trust.TrustedIssuer.Verification;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Tests of documents stored by earlier versions, which other nodes of a rolling update read. */
class StoredFormTest {
    private static final Instant CREATED = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant UPDATED = Instant.parse("2030-01-02T12:00:00.123Z");

    private static final TrustedIssuer ISSUER = new TrustedIssuer(
            new IssuerId("i-1"),
            "partner",
            "A partner",
            false,
            new IssuerIdentifier("urn:partner"),
            new AudienceRule(
                    Optional.of(new Audience("https://alias.example")), List.of(new Audience("client-1")), true),
            new Verification(
                    new KeySource.JwksUrl(URI.create("https://partner.example/jwks")),
                    Set.of(Algorithm.RS512, Algorithm.ES384),
                    List.of("JWT"),
                    Duration.ofSeconds(5),
                    Duration.ofHours(1),
                    new IssuedAtRule(Optional.of(false), Optional.of(Duration.ofMinutes(5)), true),
                    new ReplayRule(true, true),
                    new IdJagRule(IdJagRule.Acceptance.ONLY, true)),
            new GrantRules(
                    List.of("claims.a == 1"),
                    new SubjectMapping.FromClaim("email"),
                    List.of(new ClaimMapping("email", "mail")),
                    Optional.of(ScopeSet.of(List.of("b", "a"))),
                    Optional.of(ScopeClaim.SCP),
                    true),
            new SecurityEventRule(true, Optional.of(new Audience("https://countersign.example/events"))),
            new ClientRule(true, Optional.of("orders")),
            new ExchangeRule(true, List.of(TokenTypeUri.ID_TOKEN), List.of(new Audience("client-at-issuer"))),
            new Registration(Optional.of(new PresetUse("okta", Map.of("domain", "d.example"))), true),
            CREATED,
            UPDATED);

    private static final RegisteredClient APPLICATION = new RegisteredClient(
            new ApplicationId("a-1"),
            "orders",
            true,
            new ClientId("c-1"),
            new Credentials(
                    AuthenticationMethod.PRIVATE_KEY_JWT,
                    Optional.of(new ClientKeys(
                            Optional.of(Algorithm.ES256),
                            new ClientKeys.Source.Url(URI.create("https://app.example/jwks"), List.of("authority")))),
                    List.of()),
            new Access(
                    Set.of(GrantType.JWT_BEARER, GrantType.CLIENT_CREDENTIALS),
                    Optional.of(Set.of("partner", "another")),
                    ScopeSet.of(List.of("b", "a")),
                    ScopeSet.of(List.of("a")),
                    List.of(new Audience("https://api.example")),
                    List.of(new Audience("https://other.example")),
                    List.of(
                            new ChainingTarget(new Audience("https://as.example"), Optional.empty()),
                            new ChainingTarget(
                                    new Audience("https://chat.example"), Optional.of(new ClientId("there"))))),
            new Tokens(
                    new AccessTokenSettings(
                            AccessTokenType.OPAQUE, Duration.ofMinutes(10), Algorithm.EDDSA, AccessTokenTyp.JWT, false),
                    new RefreshTokenSettings(true, Duration.ofHours(8))),
            CREATED,
            UPDATED);

    private static final ApiResource API_RESOURCE = new ApiResource(
            new ApiResourceId("r-1"),
            "orders",
            "",
            new Audience("https://api.example"),
            ScopeSet.of(List.of("a")),
            CREATED,
            UPDATED);

    @Test
    void anIssuerIsWrittenAsBefore() {
        assertThat(tree(IssuerFields.TABLE.stored(ISSUER))).isEqualTo(tree(ISSUER_TEXT));
    }

    @Test
    void anIssuerOfAnEarlierVersionIsRead() {
        assertThat(IssuerFields.TABLE.ofStored(ISSUER_TEXT)).isEqualTo(ISSUER);
    }

    @Test
    void anIssuerOfAVersionWithoutTheRuleRequiresCredentials() {
        String earlier =
                ISSUER_TEXT.replace("\"client_authentication\":\"optional\",\"default_application\":\"orders\",", "");

        assertThat(IssuerFields.TABLE.ofStored(earlier).clients()).isEqualTo(ClientRule.REQUIRED);
    }

    @Test
    void whatAFetchNeedsBesidesTheUrlIsStored() {
        String withAccess = ISSUER_TEXT.replace(
                "{\"jwks_url\":\"https://partner.example/jwks\"}",
                "{\"jwks_url\":\"https://partner.example/jwks\",\"trusted_certificates\":[\"PEM\"],\"bearer_token_file\":\"token\"}");
        TrustedIssuer issuer = IssuerFields.TABLE.ofStored(withAccess);

        assertThat(issuer.verification().keys())
                .isEqualTo(new KeySource.JwksUrl(
                        URI.create("https://partner.example/jwks"),
                        new KeySource.Access(List.of("PEM"), Optional.of("token"))));
        assertThat(tree(IssuerFields.TABLE.stored(issuer))).isEqualTo(tree(withAccess));
    }

    @Test
    void anApplicationIsWrittenAsBefore() {
        String withLaterMembers =
                APPLICATION_TEXT.replaceFirst("\\{", "{\"dpop_bound\":false,\"certificate_bound\":false,");
        assertThat(tree(ApplicationFields.TABLE.stored(APPLICATION))).isEqualTo(tree(withLaterMembers));
    }

    @Test
    void anApplicationOfAnEarlierVersionIsRead() {
        assertThat(ApplicationFields.ofStored(APPLICATION_TEXT, List.of())).isEqualTo(APPLICATION);
    }

    @Test
    void anApiResourceIsWrittenAsBefore() {
        assertThat(tree(ApiResourceFields.TABLE.stored(API_RESOURCE))).isEqualTo(tree(API_RESOURCE_TEXT));
    }

    @Test
    void anApiResourceOfAnEarlierVersionIsRead() {
        assertThat(ApiResourceFields.TABLE.ofStored(API_RESOURCE_TEXT)).isEqualTo(API_RESOURCE);
    }

    private static Object tree(String json) {
        return JsonMapper.shared().readTree(json);
    }

    private static final String ISSUER_TEXT = """
            {"form":1,"id":"i-1","name":"partner","description":"A partner","enabled":false,\
            "issuer":"urn:partner","alias":"https://alias.example","audiences":["client-1"],\
            "keys":{"jwks_url":"https://partner.example/jwks"},"algorithms":["ES384","RS512"],\
            "single_audience":true,"clock_skew":"PT5S","max_lifetime":"PT1H","iat_validate":false,\
            "iat_validity":"PT5M","iat_require":true,"require_jti":true,"allow_reuse":true,"types":["JWT"],\
            "id_jag":"only","id_jag_require_resource":true,\
            "subject":{"mapping":"claim","claim":"email"},"conditions":["claims.a == 1"],\
            "claims":[{"from":"email","to":"mail"}],"scopes":["a","b"],"scope_claim":"scp",\
            "security_events":true,"security_events_audience":"https://countersign.example/events",\
            "client_authentication":"optional","default_application":"orders",\
            "token_exchange":true,"token_exchange_types":["id_token"],\
            "token_exchange_audiences":["client-at-issuer"],\
            "preset":{"name":"okta","parameters":{"domain":"d.example"}},"bound_by_assertion":true,\
            "allow_any_tenant":true,"created_at":"2030-01-01T12:00:00Z",\
            "updated_at":"2030-01-02T12:00:00.123Z"}""";
    private static final String APPLICATION_TEXT = """
            {"form":1,"id":"a-1","name":"orders","enabled":true,"client_id":"c-1",\
            "authentication_method":"private_key_jwt","grant_types":["client_credentials",\
            "urn:ietf:params:oauth:grant-type:jwt-bearer"],"all_issuers":false,\
            "trusted_issuers":["another","partner"],"scopes":["a","b"],"default_scopes":["a"],\
            "audiences":["https://api.example"],"introspect_audiences":["https://other.example"],\
            "chaining":[{"audience":"https://as.example"},\
            {"audience":"https://chat.example","client_id":"there"}],\
            "assertion_algorithm":"ES256","jwks_url":"https://app.example/jwks",\
            "trusted_certificates":["authority"],"token_type":"opaque",\
            "token_lifetime":"PT10M","token_algorithm":"EdDSA","token_typ":"JWT","refresh_tokens":true,\
            "refresh_lifetime":"PT8H","created_at":"2030-01-01T12:00:00Z",\
            "updated_at":"2030-01-02T12:00:00.123Z"}""";
    private static final String API_RESOURCE_TEXT = """
            {"form":1,"id":"r-1","name":"orders","description":"","audience":"https://api.example",\
            "scopes":["a"],"created_at":"2030-01-01T12:00:00Z","updated_at":"2030-01-02T12:00:00.123Z"}""";
}
