package dev.countersign.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.provider.OpenIdProvider.Departure;
import dev.countersign.server.provider.ProviderReturn.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Tests of the times at which the metadata and the keys of the provider are fetched. */
class ProviderDocumentsTest extends ProviderClientCase {

    @Test
    void keysThatChangeAreFetchedAgainOnceInTheirCoolDown() {
        OpenIdProvider client = client();
        authenticated(returned(client));
        sample.rotate();
        authenticated(returned(client));

        sample.published = List.of();
        sample.signature = set -> sample.signed(set);
        long before = fetches("/jwks");
        for (int i = 0; i < 5; i++) {
            returned(client);
        }
        assertThat(fetches("/jwks")).isEqualTo(before);
    }

    @Test
    void theMetadataIsFetchedEveryTenMinutesAndServesForADay() {
        OpenIdProvider client = client();
        String path = "/.well-known/openid-configuration";
        begun(client);
        begun(client);
        assertThat(fetches(path)).isEqualTo(1);

        now = now.plus(ProviderDocuments.FRESH);
        begun(client);
        assertThat(fetches(path)).isEqualTo(2);

        sample.unreachable = Optional.of("refused the connection");
        now = now.plus(ProviderDocuments.KEPT).minusSeconds(1);
        begun(client);
        now = now.plusSeconds(1);
        assertThat(client.begin(Optional.empty())).isEqualTo(new Departure.Unreachable("refused the connection"));
    }

    @Test
    void aProviderThatCannotBeReachedIsTriedAgainAfterFiveSeconds() {
        sample.unreachable = Optional.of("refused the connection");
        OpenIdProvider client = client();
        client.begin(Optional.empty());
        client.begin(Optional.empty());
        assertThat(sample.requests()).hasSize(1);

        sample.unreachable = Optional.empty();
        now = now.plus(ProviderDocuments.COOL_DOWN);
        begun(client);
    }

    @Test
    void aProviderThatIsGoneAtTheReturnIsSaidToBeUnreachable() {
        OpenIdProvider client = client();
        Departure.Sent sent = begun(client);
        URI back = sample.authorize(sent.to());
        sample.unreachable = Optional.of("timed out");

        assertRefused(finish(client, back, sent.cookie()), Failure.UNREACHABLE, "the token endpoint timed out");
    }

    @Test
    void theTimeAfterAFailureBeginsWithItsEnd() {
        sample.unreachable = Optional.of("timed out");
        sample.meanwhile = () -> now = now.plus(ProviderDocuments.COOL_DOWN);
        OpenIdProvider client = client();
        client.begin(Optional.empty());

        now = now.plus(ProviderDocuments.COOL_DOWN).minusMillis(1);
        client.begin(Optional.empty());
        assertThat(sample.requests()).hasSize(1);

        now = now.plusMillis(1);
        client.begin(Optional.empty());
        assertThat(sample.requests()).hasSize(2);
    }

    @Test
    void whileOneFetchesAnotherTakesTheDocumentsThatStillServe() throws Exception {
        OpenIdProvider client = client();
        begun(client);
        now = now.plus(ProviderDocuments.FRESH);
        var others = new ArrayList<Departure>();
        sample.meanwhile = () -> others.add(elsewhere(() -> client.begin(Optional.empty())));

        begun(client);

        assertThat(others).hasSize(1).first().isInstanceOf(Departure.Sent.class);
    }

    @Test
    void thoseThatWaitForAFetchUseItsResultAndSixteenWaitAtMost() throws Exception {
        sample.unreachable = Optional.of("timed out");
        OpenIdProvider client = client();
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        sample.meanwhile = () -> {
            begun.countDown();
            awaited(end);
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ExecutorCompletionService<Departure>(threads);
            results.submit(() -> client.begin(Optional.empty()));
            awaited(begun);
            for (int i = 0; i < ProviderDocuments.MOST_WAITING; i++) {
                results.submit(() -> client.begin(Optional.empty()));
            }
            assertThat(results.take().get())
                    .as("the seventeenth")
                    .isEqualTo(new Departure.Unreachable("too many requests wait for its metadata"));

            end.countDown();
            for (int i = 0; i < ProviderDocuments.MOST_WAITING; i++) {
                assertThat(results.take().get()).isEqualTo(new Departure.Unreachable("timed out"));
            }
        }
        assertThat(sample.requests()).hasSize(1);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    private static Departure elsewhere(Callable<Departure> call) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(call).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    private long fetches(String path) {
        return sample.requests().stream()
                .filter((ISSUER.getPath() + path)::equals)
                .count();
    }
}
