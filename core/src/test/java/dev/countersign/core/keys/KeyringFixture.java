package dev.countersign.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A keyring with all ports under the control of a test. Fetches run in the calling thread by default. */
final class KeyringFixture {
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    static final URI URL = URI.create("https://partner.example/jwks.json");

    final SettableClock clock = new SettableClock(START);
    final FakeFetcher fetcher = new FakeFetcher();
    final FakeStore store = new FakeStore();
    final List<String> events = new CopyOnWriteArrayList<>();
    final KeyOwner partner = SampleIssuer.partner().build().keyOwner();
    final AtomicInteger waiting = new AtomicInteger();
    Executor executor = Runnable::run;
    Keyring keyring = restarted();

    /** A keyring as after a restart: only the store is the same. */
    Keyring restarted() {
        keyring = new Keyring(new KeyringPorts(
                fetcher, store, new RecordedEvents(events), clock, task -> executor.execute(task), waiting));
        return keyring;
    }

    /** A JWK set with one key for each kid; all are the key of RFC 8037 appendix A. */
    static String set(String... kids) {
        return Arrays.stream(kids).map(kid -> """
                        {"kty":"OKP","crv":"Ed25519","kid":"%s","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""".formatted(kid)).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    static KeyOwner from(URI url) {
        return SampleIssuer.partner().keys(new KeySource.JwksUrl(url)).build().keyOwner();
    }

    KeyLookup find(String kid) {
        return find(partner, kid);
    }

    KeyLookup find(KeyOwner issuer, String kid) {
        return keyring.find(issuer, Algorithm.EDDSA, Optional.of(kid));
    }

    void assertFound(String kid) {
        assertThat(find(kid))
                .isInstanceOfSatisfying(
                        KeyLookup.Found.class,
                        found -> assertThat(found.candidates())
                                .singleElement()
                                .extracting(VerificationKey::keyId)
                                .isEqualTo(Optional.of(kid)));
    }

    void assertNotFound(String kid) {
        assertThat(find(kid)).isInstanceOf(KeyLookup.NotFound.class);
    }

    void assertUnavailable(String kid, String reason, Duration retryAfter) {
        assertThat(find(kid)).isEqualTo(new KeyLookup.Unavailable(reason, retryAfter));
    }

    /** The key is missing, and the issuer may not be asked for it again for this time. */
    void assertNotYet(String kid, Duration retryAfter) {
        assertThat(find(kid))
                .isInstanceOfSatisfying(
                        KeyLookup.Unavailable.class,
                        gone -> assertThat(gone.retryAfter()).isEqualTo(retryAfter));
    }

    void assertFetches(int count) {
        assertThat(fetcher.asked).hasSize(count);
    }

    /** An issuer's endpoint with responses supplied by the test. */
    static final class FakeFetcher implements JwksFetcher {
        final List<URI> asked = new CopyOnWriteArrayList<>();
        volatile JwksFetcher script = url -> new FetchOutcome.Failed<>("nothing was prepared");

        void publishes(String... kids) {
            answers(set(kids));
        }

        void answers(String body) {
            script = url -> good(body);
        }

        void fails(String reason) {
            script = url -> new FetchOutcome.Failed<>(reason);
        }

        static FetchOutcome<byte[]> good(String body) {
            return new FetchOutcome.Fetched<>(body.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(5));
        }

        @Override
        public FetchOutcome<byte[]> fetch(URI url) {
            asked.add(url);
            return script.fetch(url);
        }
    }

    /** Recorder of keyring events, as text. */
    private record RecordedEvents(List<String> events) implements KeyringEvents {
        @Override
        public void fetched(String issuerName, FetchOutcome<?> outcome) {
            events.add(issuerName + (outcome.failure().isPresent() ? " Failed" : " Fetched"));
        }

        @Override
        public void secretsPublished(String issuerName, int keys) {
            events.add(issuerName + " published " + keys);
        }
    }

    /** Store in memory that can be made unavailable. */
    static final class FakeStore implements JwksStore {
        record Row(URI url, StoredJwks jwks) {}

        final Map<KeyOwnerId, Row> rows = new ConcurrentHashMap<>();
        volatile boolean broken;
        volatile boolean shared;

        @Override
        public boolean isShared() {
            return shared;
        }

        @Override
        public Optional<StoredJwks> load(KeyOwnerId issuer, URI url) {
            check();
            return Optional.ofNullable(rows.get(issuer))
                    .filter(row -> row.url().equals(url))
                    .map(Row::jwks);
        }

        @Override
        public void save(KeyOwnerId issuer, URI url, byte[] json, Instant fetchedAt) {
            check();
            rows.put(issuer, new Row(url, new StoredJwks(json, fetchedAt)));
        }

        @Override
        public void delete(KeyOwnerId issuer) {
            check();
            rows.remove(issuer);
        }

        private void check() {
            if (broken) {
                throw new IllegalStateException("the store is out of order");
            }
        }
    }
}
