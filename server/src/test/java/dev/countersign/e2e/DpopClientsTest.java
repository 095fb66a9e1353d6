package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.JWTID;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** End-to-end tests of DPoP with independent clients, over TLS. */
class DpopClientsTest {
    @TempDir
    Path folder;

    private ServerProcess start(String nonce) {
        return ServerProcess.start(folder.resolve("home"), Map.of("COUNTERSIGN_OAUTH_DPOP_NONCE", nonce));
    }

    private static Answer application(ServerProcess server) throws Exception {
        Answer made = server.api()
                .admin(
                        "POST",
                        "/applications",
                        Map.of(
                                "name", "orders",
                                "scopes", List.of("orders:read"),
                                "default_scopes", List.of("orders:read"),
                                "dpop_bound_access_tokens", true,
                                "refresh_token", Map.of("enabled", true)));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return made;
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "required"})
    @Spec("RFC 9449 §5")
    @Spec("RFC 9449 §8")
    void openidClientAndOauth4webapiOnNode(String nonce) throws Exception {
        NodeClients node = NodeClients.install(folder.resolve("node"));
        try (var server = start(nonce);
                var partner = ThirdParty.start("partner")) {
            server.api().register(partner);
            Answer application = application(server);
            var input = new LinkedHashMap<String, Object>();
            input.put("issuer", server.issuer());
            input.put("clientId", application.text("client_id"));
            input.put("secret", application.text("client_secret"));
            input.put(
                    "assertions",
                    Stream.generate(() -> partner.assertion(server.issuer()))
                            .limit(2)
                            .toList());

            JsonNode answers = node.run("dpop.js", TrustingTls.of(server).certificate(), input);

            JsonNode openid = answers.path("openidClient");
            assertThat(openid.path("type").asString()).isEqualToIgnoringCase("DPoP");
            assertThat(openid.path("refreshed").asString()).isEqualToIgnoringCase("DPoP");
            assertThat(SignedJWT.parse(openid.path("token").asString())
                            .getJWTClaimsSet()
                            .getJSONObjectClaim("cnf"))
                    .isEqualTo(Map.of("jkt", openid.path("jkt").asString()));
            JsonNode webapi = answers.path("webapi");
            assertThat(webapi.path("type").asString()).isEqualToIgnoringCase("DPoP");
            assertThat(webapi.path("introspected").asString()).isEqualTo("DPoP");
            assertThat(webapi.path("cnf").path("jkt").asString())
                    .isEqualTo(webapi.path("jkt").asString());
        }
    }

    @Test
    @Spec("RFC 9449 §7")
    void nimbusAtTheTokenEndpointAndTheRestApi() throws Exception {
        try (var server = start("required")) {
            HTTPRequest.setDefaultSSLSocketFactory(
                    TrustingTls.of(server).context().getSocketFactory());
            ECKey key = new ECKeyGenerator(Curve.P_256).generate();
            var proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);

            DPoPAccessToken token = administrator(server, proofs);

            assertThat(SignedJWT.parse(token.getValue()).getJWTClaimsSet().getJSONObjectClaim("cnf"))
                    .isEqualTo(Map.of("jkt", key.computeThumbprint().toString()));
            HTTPResponse asked = get(server, token, proofs, null);
            assertThat(asked.getStatusCode()).isEqualTo(401);
            assertThat(asked.getHeaderValue("WWW-Authenticate"))
                    .startsWith("DPoP")
                    .contains("use_dpop_nonce");
            Nonce nonce = asked.getDPoPNonce();
            assertThat(get(server, token, proofs, nonce).getStatusCode()).isEqualTo(200);
            var thief = new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
            assertThat(get(server, token, thief, nonce).getStatusCode()).isEqualTo(401);
            HTTPRequest bearer = applications(server);
            bearer.setAuthorization("Bearer " + token.getValue());
            HTTPResponse stolen = bearer.send();
            assertThat(stolen.getStatusCode()).isEqualTo(401);
            assertThat(stolen.getHeaderValue("WWW-Authenticate")).startsWith("DPoP");
        }
    }

    @Test
    @Spec("RFC 9449 §7")
    void aStolenTokenIsWorthNothingAtTheRestApi() throws Exception {
        try (var server = start("off")) {
            HTTPRequest.setDefaultSSLSocketFactory(
                    TrustingTls.of(server).context().getSocketFactory());
            var proofs = new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
            var thief = new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
            DPoPAccessToken token = administrator(server, proofs);
            DPoPAccessToken another = administrator(server, proofs);
            URI url = applications(server).getURI();
            SignedJWT seen = proofs.createDPoPJWT("GET", url, token);
            assertThat(present(server, token, seen).getStatusCode()).isEqualTo(200);

            assertStolen(present(server, "Bearer " + token.getValue(), null), "invalid_token");
            assertStolen(present(server, "Bearer " + token.getValue(), seen), "invalid_token");
            assertStolen(present(server, token, null), "invalid_dpop_proof");
            assertStolen(present(server, token, seen), "invalid_dpop_proof");
            assertStolen(present(server, token, thief.createDPoPJWT("GET", url, token)), "invalid_token");
            assertStolen(present(server, token, proofs.createDPoPJWT("GET", url, another)), "invalid_dpop_proof");
            assertStolen(present(server, token, proofs.createDPoPJWT("POST", url, token)), "invalid_dpop_proof");
            assertStolen(
                    present(server, token, proofs.createDPoPJWT("GET", URI.create(url + "/x"), token)),
                    "invalid_dpop_proof");
            for (int seconds : List.of(-75, 15)) {
                Date at = Date.from(Instant.now().plusSeconds(seconds));
                assertStolen(
                        present(server, token, proofs.createDPoPJWT(new JWTID(), "GET", url, at, token)),
                        "invalid_dpop_proof");
            }
            assertThat(present(server, token, proofs.createDPoPJWT("GET", url, token))
                            .getStatusCode())
                    .isEqualTo(200);
        }
    }

    private static void assertStolen(HTTPResponse answer, String error) throws Exception {
        assertThat(answer.getStatusCode()).isEqualTo(401);
        assertThat(answer.getHeaderValue("WWW-Authenticate")).startsWith("DPoP").contains("error=\"" + error + "\"");
    }

    private static HTTPResponse present(ServerProcess server, DPoPAccessToken token, @Nullable SignedJWT proof)
            throws Exception {
        return present(server, token.toAuthorizationHeader(), proof);
    }

    private static HTTPResponse present(ServerProcess server, String authorization, @Nullable SignedJWT proof)
            throws Exception {
        HTTPRequest request = applications(server);
        request.setAuthorization(authorization);
        request.setDPoP(proof);
        return request.send();
    }

    private static DPoPAccessToken administrator(ServerProcess server, DPoPProofFactory proofs) throws Exception {
        URI endpoint = URI.create(server.issuer() + "/oauth2/token");
        var client =
                new ClientSecretBasic(new ClientID(ServerProcess.ADMIN_ID), new Secret(ServerProcess.ADMIN_SECRET));
        Nonce nonce = null;
        while (true) {
            HTTPRequest request = new TokenRequest.Builder(endpoint, client, new ClientCredentialsGrant())
                    .scope(new Scope("admin:read"))
                    .build()
                    .toHTTPRequest();
            request.setDPoP(proofs.createDPoPJWT("POST", endpoint, nonce));
            HTTPResponse answer = request.send();
            if (answer.getStatusCode() == 200) {
                return TokenResponse.parse(answer)
                        .toSuccessResponse()
                        .getTokens()
                        .getDPoPAccessToken();
            }
            assertThat(nonce).as(answer.getBody()).isNull();
            assertThat(answer.getBodyAsJSONObject()).containsEntry("error", "use_dpop_nonce");
            nonce = answer.getDPoPNonce();
        }
    }

    private static HTTPRequest applications(ServerProcess server) {
        return new HTTPRequest(HTTPRequest.Method.GET, URI.create(server.issuer() + "/api/v1/applications"));
    }

    private static HTTPResponse get(ServerProcess server, DPoPAccessToken token, DPoPProofFactory proofs, Nonce nonce)
            throws Exception {
        URI url = applications(server).getURI();
        return present(server, token, proofs.createDPoPJWT("GET", url, token, nonce));
    }
}
