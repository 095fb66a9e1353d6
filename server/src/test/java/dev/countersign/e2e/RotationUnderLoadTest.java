package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Test of two rotations of the signing keys under load, with two resource servers that cache the keys as long as
 * permitted. One fetches them for no other reason, not even for an unknown kid. The other is the cache of the Nimbus
 * library, over TLS.
 */
class RotationUnderLoadTest {
    private static final int CACHE = 2;
    private static final int AHEAD = 12;
    private static final int THREADS = 4;
    private static final int TIMEOUT = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    /** The first token of each key. */
    private final Map<String, String> firsts = new ConcurrentHashMap<>();

    private final ConcurrentLinkedQueue<String> kept = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> rejected = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    @Spec("RFC 7517 §4.5")
    @Spec("RFC 7662 §2.2")
    void notOneTokenIsRejected() throws Exception {
        var settings = Map.of(
                "COUNTERSIGN_OAUTH_SIGNING_KEYS_CACHE_SECONDS", String.valueOf(CACHE),
                "COUNTERSIGN_OAUTH_SIGNING_KEYS_PUBLISH_AHEAD_SECONDS", String.valueOf(AHEAD));
        try (var server = ServerProcess.start(folder.resolve("home"), settings);
                var partner = ThirdParty.start("partner");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.api().register(partner);
            Answer application = server.api().registerApplication("orders");
            var validators = List.of(validator(stubborn(server)), validator(library(server)));
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                load.add(threads.submit(() -> {
                    exchangeAndValidate(server, partner, application, validators);
                    return null;
                }));
            }
            try {
                for (int rotation = 1; rotation <= 2; rotation++) {
                    assertThat(server.api()
                                    .admin("POST", "/signing-keys/rotate", Map.of())
                                    .status())
                            .isEqualTo(200);
                    awaitKids(rotation + 1, load);
                }
            } finally {
                done.set(true);
            }
            for (Future<?> worker : load) {
                worker.get();
            }
            kept.forEach(token -> validate(validators, token));
            assertThat(rejected).isEmpty();
            assertThat(firsts).hasSize(3);
            for (String token : firsts.values()) {
                assertThat(introspected(server, application, token)).containsEntry("active", true);
            }
            assertThat(kept).hasSizeGreaterThan(100);
        }
    }

    private static Map<String, Object> introspected(ServerProcess server, Answer application, String token)
            throws NoAnswer {
        return server.api()
                .form(
                        "/oauth2/introspect",
                        application.text("client_id"),
                        application.text("client_secret"),
                        Map.of("token", token))
                .json();
    }

    private void awaitKids(int count, List<Future<?>> load) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (firsts.size() < count && Instant.now().isBefore(end)) {
            assertThat(load).noneMatch(Future::isDone);
            Thread.sleep(Duration.ofMillis(100));
        }
        assertThat(firsts).hasSize(count);
    }

    private void exchangeAndValidate(
            ServerProcess server,
            ThirdParty partner,
            Answer application,
            List<DefaultJWTProcessor<SecurityContext>> validators)
            throws NoAnswer {
        while (!done.get()) {
            Answer answer = server.api()
                    .exchange(
                            application.text("client_id"),
                            application.text("client_secret"),
                            partner.assertion(server.issuer()));
            assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
            String token = answer.text("access_token");
            kept.add(token);
            validate(validators, token);
        }
    }

    private void validate(List<DefaultJWTProcessor<SecurityContext>> validators, String token) {
        try {
            for (var validator : validators) {
                validator.process(token, null);
            }
            firsts.putIfAbsent(SignedJWT.parse(token).getHeader().getKeyID(), token);
        } catch (Exception refusal) {
            rejected.add(String.valueOf(refusal.getMessage()));
        }
    }

    private static DefaultJWTProcessor<SecurityContext> validator(JWKSource<SecurityContext> source) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, source));
        return processor;
    }

    private static JWKSource<SecurityContext> stubborn(ServerProcess server) throws MalformedURLException {
        return new StubbornCache(
                URI.create(server.plainOrigin() + "/oauth2/jwks").toURL());
    }

    private static JWKSource<SecurityContext> library(ServerProcess server) throws MalformedURLException {
        var overTls = new DefaultResourceRetriever(
                TIMEOUT, TIMEOUT, 0, true, TrustingTls.of(server).context().getSocketFactory());
        return JWKSourceBuilder.create(
                        URI.create(server.issuer() + "/oauth2/jwks").toURL(), overTls)
                .cache(Duration.ofSeconds(CACHE).toMillis(), TIMEOUT)
                .refreshAheadCache(false)
                .rateLimited(false)
                .build();
    }

    /** Cache that fetches keys again when they reach their maximum age, and not before. */
    private static final class StubbornCache implements JWKSource<SecurityContext> {
        private final URL url;
        private JWKSet keys = new JWKSet();
        private Instant fetchedAt = Instant.MIN;

        StubbornCache(URL url) {
            this.url = url;
        }

        @Override
        public synchronized List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
            try {
                if (fetchedAt.isBefore(Instant.now().minusSeconds(CACHE))) {
                    keys = JWKSet.load(url);
                    fetchedAt = Instant.now();
                }
            } catch (IOException | ParseException unreadable) {
                throw new KeySourceException(unreadable.getMessage(), unreadable);
            }
            return selector.select(keys);
        }
    }
}
