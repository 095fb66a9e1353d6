package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
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
import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * End-to-end tests of Spring Security's resource server, configured from the metadata and the published keys, over TLS.
 */
class ResourceServerTest {
    private static final String API = "https://orders.example";

    @TempDir
    Path folder;

    private ServerProcess server;
    private ThirdParty partner;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @BeforeEach
    void start() throws NoAnswer {
        server = ServerProcess.start(folder.resolve("home"));
        partner = ThirdParty.start("partner");
        server.api().register(partner);
    }

    @AfterEach
    void stop() {
        partner.close();
        server.close();
    }

    private NimbusJwtDecoder decoder(String audience) {
        var decoder = NimbusJwtDecoder.withIssuerLocation(server.issuer())
                .restOperations(TrustingTls.of(server).restTemplate())
                .jwsAlgorithms(
                        algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256)))
                .validateType(false)
                .build();
        var times = new JwtTimestampValidator(Duration.ZERO);
        times.setClock(Clock.offset(Clock.systemUTC(), ahead.get()));
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTypeValidator("at+jwt"),
                new JwtIssuerValidator(server.issuer()),
                new JwtAudienceValidator(audience),
                times));
        return decoder;
    }

    /** What Spring Boot makes of {@code issuer-uri} and nothing else; only the trust in our certificate is the test's. */
    private NimbusJwtDecoder decoderByIssuerUriAlone() {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(server.issuer())
                .restOperations(TrustingTls.of(server).restTemplate())
                .build();
        decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(server.issuer()));
        return decoder;
    }

    private String token(String algorithm) throws NoAnswer {
        return token(algorithm, "at+jwt");
    }

    private String token(String algorithm, String typ) throws NoAnswer {
        Answer application = server.api()
                .admin(
                        "POST",
                        "/applications",
                        Map.of(
                                "name",
                                "orders-" + algorithm + typ,
                                "audiences",
                                List.of(API),
                                "access_token",
                                Map.of("signing_alg", algorithm, "lifetime_seconds", 300, "typ", typ)));
        Answer answer = server.api()
                .exchange(
                        application.text("client_id"),
                        application.text("client_secret"),
                        partner.assertion(server.issuer()));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.text("access_token");
    }

    @Test
    @Spec("RFC 9068 §4")
    @Spec("RFC 8414 §3")
    void acceptsATokenAndRefusesItOnceItHasExpired() throws NoAnswer {
        for (String algorithm : List.of("RS256", "ES256")) {
            String token = token(algorithm);
            ahead.set(Duration.ofSeconds(290));
            assertThat(decoder(API).decode(token).getSubject()).isEqualTo("partner:alice");
            ahead.set(Duration.ofSeconds(301));
            NimbusJwtDecoder later = decoder(API);
            assertThatThrownBy(() -> later.decode(token))
                    .isInstanceOf(JwtValidationException.class)
                    .hasMessageContaining("expired");
        }
    }

    @Test
    void acceptsATokenOfTypeJwtByIssuerUriAlone() throws NoAnswer {
        String plain = token("RS256", "JWT");
        String typed = token("RS256", "at+jwt");
        NimbusJwtDecoder decoder = decoderByIssuerUriAlone();

        assertThat(decoder.decode(plain).getSubject()).isEqualTo("partner:alice");
        assertThatThrownBy(() -> decoder.decode(typed)).isInstanceOf(JwtException.class);
    }

    @Test
    @Spec("RFC 9068 §4")
    void refusesATokenForAnotherResourceAndOneThatWasAltered() throws NoAnswer {
        String token = token("ES256");
        NimbusJwtDecoder another = decoder("https://payments.example");
        assertThatThrownBy(() -> another.decode(token)).isInstanceOf(JwtValidationException.class);
        NimbusJwtDecoder own = decoder(API);
        int dot = token.lastIndexOf('.');
        String altered = token.substring(0, dot + 1) + token.substring(dot + 3) + "AA";
        assertThatThrownBy(() -> own.decode(altered)).isInstanceOf(JwtException.class);
        assertThat(own.decode(token).getAudience()).containsExactly(API);
    }

    @Test
    @Spec("RFC 9449 §7")
    void aBoundTokenNeedsAFreshProofOfItsKey() throws Exception {
        HTTPRequest.setDefaultSSLSocketFactory(TrustingTls.of(server).context().getSocketFactory());
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        var proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
        DPoPAccessToken token = boundToken(proofs);
        try (var api = SpringApi.start(folder.resolve("tomcat"), server.home().resolve("conf/tls"), decoder(API))) {
            SignedJWT proof = proofs.createDPoPJWT("GET", api.orders(), token);
            HTTPResponse answer = get(api, token.toAuthorizationHeader(), proof);
            assertThat(answer.getStatusCode()).isEqualTo(200);
            assertThat(answer.getBody()).isEqualToIgnoringWhitespace("partner:alice");

            assertRefused(get(api, token.toAuthorizationHeader(), proof));
            assertRefused(get(api, token.toAuthorizationHeader(), null));
            assertRefused(get(api, "Bearer " + token.getValue(), null));
            assertRefused(get(api, "Bearer " + token.getValue(), proofs.createDPoPJWT("GET", api.orders(), token)));
            var thief = new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
            assertRefused(get(api, token.toAuthorizationHeader(), thief.createDPoPJWT("GET", api.orders(), token)));
            Date before = Date.from(Instant.now().minus(Duration.ofMinutes(10)));
            assertRefused(get(
                    api,
                    token.toAuthorizationHeader(),
                    proofs.createDPoPJWT(new JWTID(), "GET", api.orders(), before, token)));
        }
    }

    private DPoPAccessToken boundToken(DPoPProofFactory proofs) throws Exception {
        Answer application = server.api()
                .admin(
                        "POST",
                        "/applications",
                        Map.of("name", "bound", "audiences", List.of(API), "dpop_bound_access_tokens", true));
        URI endpoint = URI.create(server.issuer() + "/oauth2/token");
        HTTPRequest request = new TokenRequest.Builder(
                        endpoint,
                        new ClientSecretBasic(
                                new ClientID(application.text("client_id")),
                                new Secret(application.text("client_secret"))),
                        new JWTBearerGrant(SignedJWT.parse(partner.assertion(server.issuer()))))
                .build()
                .toHTTPRequest();
        request.setDPoP(proofs.createDPoPJWT("POST", endpoint));
        return TokenResponse.parse(request.send())
                .toSuccessResponse()
                .getTokens()
                .getDPoPAccessToken();
    }

    private static HTTPResponse get(SpringApi api, String authorization, @Nullable SignedJWT proof) throws Exception {
        var request = new HTTPRequest(HTTPRequest.Method.GET, api.orders());
        request.setAuthorization(authorization);
        request.setDPoP(proof);
        return request.send();
    }

    private static void assertRefused(HTTPResponse answer) {
        assertThat(answer.getStatusCode()).isEqualTo(401);
        assertThat(answer.getBody()).isNullOrEmpty();
        assertThat(answer.getHeaderValue("WWW-Authenticate")).isNotBlank();
    }
}
