package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
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
}
