package dev.countersign.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.keys.FetchOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of the addresses that a fetch connects to, independent of the host names. */
@Timeout(60)
class AddressesCalledTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\n\r\n{}";

    static OutboundSettings settings(String... allowed) {
        return new OutboundSettings(
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                1000,
                List.of(allowed),
                List.of(),
                Optional.empty(),
                Path.of("conf"));
    }

    private static String failure(HttpJwksFetcher fetcher, URI url) {
        FetchOutcome<byte[]> outcome = fetcher.fetch(url);
        assertThat(outcome).isInstanceOf(FetchOutcome.Failed.class);
        return outcome.failure().orElseThrow();
    }

    @Test
    void doesNotCallAddressesThatAreNotListed() throws IOException {
        try (var server = RawServer.saying(GOOD)) {
            var strict = new HttpJwksFetcher(settings());
            for (String host :
                    List.of("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "127.1", "localhost")) {
                assertThat(failure(strict, server.url("https", host))).contains("is loopback and not in allowed");
            }
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void callsPlainHttpOnListedHostsOnly() {
        var names = new CountingNames("8.8.8.8");

        assertThat(failure(new HttpJwksFetcher(settings("10.0.0.0/8"), names), URI.create("http://keys.example/")))
                .isEqualTo("plain http is only for hosts in " + OutboundAddressRules.SETTING);
    }

    @Test
    void resolvesTheNameOnceAndConnectsToWhatItChecked() throws IOException {
        try (var server = RawServer.saying(GOOD)) {
            var names = new CountingNames("127.0.0.1", "10.255.255.1");
            var rebound = new HttpJwksFetcher(settings("127.0.0.0/8"), names);

            assertThat(rebound.fetch(server.url("http", "keys.example"))).isInstanceOf(FetchOutcome.Fetched.class);
            assertThat(names.asked).hasValue(1);
            assertThat(server.requests).singleElement().asString().contains("Host: keys.example:");
        }
    }

    @Test
    void anAnswerThatTurnsPrivateIsRefusedTheNextTime() {
        var names = new CountingNames("8.8.8.8", "127.0.0.1");
        var strict = new HttpJwksFetcher(settings(), names);
        strict.fetch(URI.create("http://keys.example/"));

        assertThat(failure(strict, URI.create("https://keys.example/")))
                .startsWith("address 127.0.0.1 is loopback and not in allowed_private_hosts")
                .contains("[oauth.jwks_endpoint]", "<home>/conf/deployment.toml", "restarts the server");
        assertThat(names.asked).hasValue(2);
    }

    @Test
    void oneForbiddenAddressAmongSeveralIsEnough() {
        var strict = new HttpJwksFetcher(
                settings(), host -> new InetAddress[] {InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("::1")});

        assertThat(failure(strict, URI.create("https://keys.example/"))).contains("is loopback");
    }

    @Test
    void saysWhenTheNameDoesNotResolve() {
        var lost = new HttpJwksFetcher(settings(), host -> {
            throw new UnknownHostException(host);
        });

        assertThat(failure(lost, URI.create("https://keys.example/"))).isEqualTo("the host name does not resolve");
    }

    @Test
    void aDeadNameServerHoldsNobodyUpAndTakesOneThreadPerName() throws IOException {
        var never = new CountDownLatch(1);
        var lookups = new AtomicInteger();
        try (var server = RawServer.saying(GOOD)) {
            var patient = new HttpJwksFetcher(settings("127.0.0.1"), host -> {
                if (host.startsWith("dead")) {
                    lookups.incrementAndGet();
                    try {
                        never.await();
                    } catch (InterruptedException stopping) {
                        throw new IllegalStateException(stopping);
                    }
                }
                return InetAddress.getAllByName(host);
            });
            var callers = new ArrayList<Thread>();
            for (int i = 0; i < 20; i++) {
                callers.add(Thread.ofVirtual().start(() -> patient.fetch(URI.create("https://dead.example/"))));
            }

            assertThat(patient.fetch(server.url())).isInstanceOf(FetchOutcome.Fetched.class);
            assertThat(failure(patient, URI.create("https://dead.example/")))
                    .isEqualTo("the host name could not be resolved in time");
            assertThat(lookups).hasValue(1);
        } finally {
            never.countDown();
        }
    }

    /** Name service that returns another address for each lookup. */
    private static final class CountingNames implements HostLookup.NameService {
        private final AtomicInteger asked = new AtomicInteger();
        private final List<String> answers;

        CountingNames(String... answers) {
            this.answers = List.of(answers);
        }

        @Override
        public InetAddress[] addresses(String host) {
            int turn = Math.min(asked.getAndIncrement(), answers.size() - 1);
            return new InetAddress[] {InetAddress.ofLiteral(answers.get(turn))};
        }
    }
}
