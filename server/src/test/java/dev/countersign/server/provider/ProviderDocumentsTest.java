package dev.countersign.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.provider.OpenIdProvider.Departure;
import dev.countersign.server.provider.ProviderReturn.Failure;
import java.net.URI;
import java.util.List;
import java.util.Optional;
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

    private long fetches(String path) {
        return sample.requests().stream()
                .filter((ISSUER.getPath() + path)::equals)
                .count();
    }
}
