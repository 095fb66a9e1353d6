package dev.countersign.server.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.Throttles;
import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.server.config.ConsoleSettings;
import dev.countersign.server.config.ConsoleSettings.RoleConditions;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.people.PeopleServices;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.provider.OpenIdProvider;
import dev.countersign.server.provider.SampleProvider;
import dev.countersign.server.transport.ListenerSettings;
import dev.countersign.server.transport.NettyServer;
import dev.countersign.server.transport.Proxies;
import dev.countersign.server.transport.limit.TransportLimits;
import dev.countersign.server.web.CommonHeaders;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of logouts that cannot be judged or recorded now: the provider is told to try again. */
class BackChannelLogoutTest {
    private static final URI ISSUER = URI.create("https://idp.example");

    private final SampleProvider sample = new SampleProvider(ISSUER);
    private final NettyServer server = NettyServer.start(
            List.of(ListenerSettings.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true)),
            TransportLimits.forHeap(1 << 28),
            Proxies.NONE,
            (request, response) -> {
                CommonHeaders.set(request, response);
                logouts().handle(request, response);
            },
            (response, status) -> response.status(status).send(),
            Clock.systemUTC());

    private BackChannelLogout logouts() {
        var provider = new OpenIdProvider(
                new ConsoleSettings.Provider(
                        ISSUER,
                        SampleProvider.CLIENT,
                        Optional.empty(),
                        List.of("openid"),
                        "sub",
                        "the staff directory",
                        new RoleConditions(Optional.of("true"), Optional.empty(), Optional.empty())),
                URI.create("https://as.example/console/sign-in/oidc/callback"),
                URI.create("https://as.example/console/sign-in"),
                sample,
                List.of(MasterKey.generate().seal("cookie")),
                InstantSource.system());
        var people = PeopleServices.of(unavailable(), Throttles.LOCAL, InstantSource.system(), false);
        return new BackChannelLogout(List.of("/logout"), provider, people.providerSignIn());
    }

    /** A store whose every method fails. */
    private static PeopleStore unavailable() {
        return (PeopleStore) Proxy.newProxyInstance(
                PeopleStore.class.getClassLoader(), new Class<?>[] {PeopleStore.class}, (_, _, _) -> {
                    throw new StoreUnavailableException(Duration.ofSeconds(3));
                });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aDatabaseThatIsUnavailableIs503WithATimeForAnotherAttempt() throws Exception {
        HttpResponse<String> answer = post(sample.signed(sample.logout().build()));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("3");
    }

    @Test
    void aProviderWhoseKeysCannotBeFetchedIs503() throws Exception {
        String token = sample.signed(sample.logout().build());
        sample.unreachable = Optional.of("timed out");
        HttpResponse<String> answer = post(token);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    }

    @Test
    void aTokenThatIsNotValidIs400() throws Exception {
        HttpResponse<String> answer = post("not-a-token");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    }

    private HttpResponse<String> post(String token) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:%s/logout".formatted(server.port(0))))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("logout_token=" + token))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
