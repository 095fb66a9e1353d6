package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.countersign.e2e.WrittenRequests.Reply;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of everything in an organization, with the credentials and tokens that belong to it. */
final class OrganizationContents implements AutoCloseable {
    private static final Map<String, String> OWN =
            Map.of("grant_type", "client_credentials", "scope", "admin:read admin:write");

    private final OrganizationSite site;
    private final ThirdParty partner;
    private final String issuerId;
    private final ECKey key;
    private final Map<String, String> accessTokens = new LinkedHashMap<>();
    private final String refreshToken;

    /** @param site in which nothing is registered yet */
    OrganizationContents(OrganizationSite site, String name) throws Exception {
        this.site = site;
        this.partner = ThirdParty.start("partner-of-" + name);
        this.issuerId = site.register(partner, Map.of());
        this.key = new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .keyID("k")
                .generate();
        registerApplications();
        site.created("/api-resources", Map.of("name", "orders", "audience", "urn:orders-of-" + name));
        site.created("/blocked-subjects", Map.of("issuer", partner.name(), "subject", "mallory"));
        accessTokens.put("JWT", own("jwt", Map.of()).text("access_token"));
        accessTokens.put("opaque", own("opaque", Map.of()).text("access_token"));
        accessTokens.put("of the first administrator", site.adminToken());
        Reply exchanged = site.exchange(clientId("basic"), OrganizationSite.SECRET, partner.assertion(site.issuer()));
        assertThat(exchanged.status()).as(exchanged.body()).isEqualTo(200);
        accessTokens.put("of an exchange", exchanged.text("access_token"));
        refreshToken = exchanged.text("refresh_token");
        assertThat(refreshToken).isNotEmpty();
    }

    private void registerApplications() {
        site.registerApplication(clientId("basic"), Map.of());
        registerAdministrator("jwt", Map.of());
        registerAdministrator("opaque", Map.of("access_token", Map.of("type", "opaque")));
        registerAdministrator("dpop", Map.of("dpop_bound_access_tokens", true));
        site.registerApplication(clientId("post"), Map.of("token_endpoint_auth_method", "client_secret_post"));
        site.registerApplication(
                clientId("key"),
                Map.of(
                        "token_endpoint_auth_method",
                        "private_key_jwt",
                        "client_secret",
                        "",
                        "jwks",
                        new JWKSet(key.toPublicJWK()).toJSONObject()));
    }

    /** Registers an application that may administer the organization. */
    private void registerAdministrator(String kind, Map<String, Object> more) {
        var members = new LinkedHashMap<String, Object>(Map.of(
                "grant_types", List.of("client_credentials"),
                "scopes", List.of("admin:read", "admin:write"),
                "default_scopes", List.of("admin:read"),
                "refresh_token", Map.of("enabled", false)));
        members.putAll(more);
        site.registerApplication(clientId(kind), members);
    }

    OrganizationSite site() {
        return site;
    }

    ThirdParty partner() {
        return partner;
    }

    String issuerId() {
        return issuerId;
    }

    /** The client id of the application of a kind, which no other organization has. */
    String clientId(String kind) {
        return kind + "-of-" + partner.name();
    }

    /** Access tokens by their kind, as long as the organization is there. */
    Map<String, String> accessTokens() {
        return accessTokens;
    }

    String refreshToken() {
        return refreshToken;
    }

    /** A token of the application for itself, with further headers in its request. */
    private Reply own(String kind, Map<String, String> more) {
        var headers = new LinkedHashMap<>(more);
        headers.put("Authorization", WrittenRequests.basic(clientId(kind), OrganizationSite.SECRET));
        headers.put("Content-Type", WrittenRequests.FORM);
        Reply answer = WrittenRequests.send("POST", site.url("/oauth2/token"), headers, WrittenRequests.form(OWN));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    /** A token that is bound to the sample key. */
    String boundToken() {
        return own("dpop", Map.of("DPoP", site.proof("POST", "/oauth2/token").compact()))
                .text("access_token");
    }

    /** A client assertion of the application with a key, for this audience. */
    String clientAssertion(String audience) throws Exception {
        return clientAssertion(clientId("key"), audience);
    }

    /** The same of any client. */
    String clientAssertion(String clientId, String audience) throws Exception {
        return new PrivateKeyJWT(
                        new ClientID(clientId),
                        URI.create(audience),
                        JWSAlgorithm.ES256,
                        key.toPrivateKey(),
                        key.getKeyID(),
                        null)
                .getClientAssertion()
                .serialize();
    }

    /** Whether everything that is alive without being used up still is. */
    List<String> dead() {
        return accessTokens.entrySet().stream()
                .filter(token -> !site.isActive(token.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void close() {
        partner.close();
    }
}
