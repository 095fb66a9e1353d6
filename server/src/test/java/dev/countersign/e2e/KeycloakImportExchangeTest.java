package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.countersign.e2e.Api.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * End-to-end test of moving in from a real Keycloak: one of its clients gets a token from both, with the same secret and
 * the same assertion.
 */
class KeycloakImportExchangeTest {
    private static final String NAME = "orders";
    private static final String CLIENT = "orders-client";
    private static final String SECRET = "secret-at-keycloak-of-many-characters";

    private static final String REALM = """
            {
              "realm": "orders",
              "enabled": true,
              "sslRequired": "none",
              "accessTokenLifespan": 600,
              "identityProviders": [{
                "alias": "partner",
                "providerId": "jwt-authorization-grant",
                "enabled": true,
                "config": {
                  "issuer": "@ISSUER@",
                  "useJwksUrl": "true",
                  "jwksUrl": "@JWKS_URL@",
                  "jwtAuthorizationGrantEnabled": "true",
                  "jwtAuthorizationGrantMaxAllowedAssertionExpiration": "3600",
                  "jwtAuthorizationGrantAssertionSignatureAlg": "ES256"
                }
              }],
              "clients": [{
                "clientId": "orders-client",
                "secret": "@SECRET@",
                "standardFlowEnabled": false,
                "attributes": {
                  "oauth2.jwt.authorization.grant.enabled": "true",
                  "oauth2.jwt.authorization.grant.idp": "partner"
                },
                "protocolMappers": [{
                  "name": "audience", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                  "config": {"included.custom.audience": "https://orders.example.com", "access.token.claim": "true"}
                }]
              }],
              "users": [{
                "username": "alice", "enabled": true, "email": "alice@orders.example", "emailVerified": true,
                "firstName": "Alice", "lastName": "Orders",
                "federatedIdentities": [{"identityProvider": "partner", "userId": "alice", "userName": "alice"}]
              }]
            }""";

    @TempDir
    private static Path folder;

    private static ThirdParty partner;
    private static KeycloakRealm keycloak;
    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        partner = ThirdParty.start("partner");
        keycloak = KeycloakRealm.launch(
                NAME,
                REALM.replace("@ISSUER@", partner.issuer())
                        .replace("@JWKS_URL@", partner.jwksUrl())
                        .replace("@SECRET@", SECRET));
        server = ServerProcess.start(folder.resolve("home"));
        keycloak.awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        partner.close();
        if (server != null) {
            server.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void theSameClientGetsATokenFromBothForTheSameAssertion() throws Exception {
        String audience = keycloak.issuer();
        // the assertion outlives the export, however slow the machine is
        String assertion = partner.assertion(
                audience, Map.of("exp", Instant.now().plusSeconds(3000).getEpochSecond()));
        Answer there = keycloak.send(Map.of(
                "grant_type", Api.JWT_BEARER,
                "client_id", CLIENT,
                "client_secret", SECRET,
                "assertion", assertion));
        assertThat(there.status()).as(there.json().toString()).isEqualTo(200);

        Path export = folder.resolve("realm.json");
        keycloak.stopAndExport(export);
        var commands = CommandRunner.administrating(server, folder);
        var trust = ImportedTrust.of(commands, folder, "keycloak", List.of(export.toString(), "--audience", audience));
        assertThat(trust.imported().err().lines().dropWhile(line -> !line.startsWith("Cannot be carried")))
                .as(trust.imported().err())
                .filteredOn(line -> line.startsWith("  "))
                .singleElement()
                .asString()
                .contains("plain http");
        trust.apply(commands);
        Answer here = server.api().exchange(CLIENT, SECRET, assertion);

        assertThat(here.status()).as(here.json().toString()).isEqualTo(200);
        assertThat(audience(here)).isEqualTo(audience(there)).containsExactly("https://orders.example.com");
        // Keycloak tells what is left when it answers
        assertThat(here.text("expires_in")).isEqualTo("600");
        assertThat(there.text("expires_in")).isIn("600", "599");
        assertThat(server.api().exchange(CLIENT, SECRET, assertion).status()).isEqualTo(400);
    }

    private static List<String> audience(Answer answer) throws Exception {
        return SignedJWT.parse(answer.text("access_token")).getJWTClaimsSet().getAudience();
    }
}
