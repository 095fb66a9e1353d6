package dev.countersign.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.countersign.core.Spec;
import dev.countersign.server.provider.OpenIdProvider.Departure;
import dev.countersign.server.provider.ProviderReturn.Failure;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the limits of returns from the OpenID provider, and of the way to sign out there. */
class ProviderLimitsTest extends ProviderClientCase {
    @Test
    void aStateIsUsedOnceAndTheProviderIsAskedOnce() {
        OpenIdProvider client = client();
        Departure.Sent sent = begun(client);
        URI back = sample.authorize(sent.to());
        authenticated(finish(client, back, sent.cookie()));

        assertRefused(finish(client, back, sent.cookie()), Failure.STALE, "used before");
        assertThat(tokenRequests()).isOne();
    }

    @Test
    void aStateIsUsedUpByAReturnThatFails() {
        OpenIdProvider client = client();
        Departure.Sent sent = begun(client);
        URI back = sample.authorize(sent.to());
        URI forged = URI.create(back.toString().replaceAll("code=[^&]*", "code=forged"));

        assertRefused(finish(client, forged, sent.cookie()), Failure.INVALID, "invalid_grant");
        assertRefused(finish(client, forged, sent.cookie()), Failure.STALE, "used before");
        assertRefused(finish(client, back, sent.cookie()), Failure.STALE, "used before");
        assertThat(tokenRequests()).isOne();
    }

    @Test
    void aReturnThatEarlierFailuresDelayIsNotJudgedAndKeepsItsState() {
        OpenIdProvider client = client();
        Departure.Sent sent = begun(client);
        URI back = sample.authorize(sent.to());

        limits.left = 0;
        assertRefused(finish(client, back, sent.cookie()), Failure.THROTTLED, "failed");
        assertThat(tokenRequests()).isZero();
        limits.left = 1;
        authenticated(finish(client, back, sent.cookie()));
    }

    private long tokenRequests() {
        return sample.requests().stream()
                .filter((ISSUER.getPath() + "/token")::equals)
                .count();
    }

    @Test
    @Spec("OpenID Connect RP-Initiated Logout 1.0 §2")
    void aPersonSignsOutAtTheAddressOfTheMetadata() {
        assertThat(client().signOut()).isEmpty();

        sample.metadata.put("end_session_endpoint", ISSUER + "/logout?tenant=1");
        URI address = client().signOut().orElseThrow();
        assertThat(address.toString()).startsWith(ISSUER + "/logout?");
        assertThat(URLUtils.parseParameters(address.getRawQuery()))
                .containsOnly(
                        Map.entry("tenant", List.of("1")),
                        Map.entry("client_id", List.of(SampleProvider.CLIENT)),
                        Map.entry("post_logout_redirect_uri", List.of(AFTER_SIGN_OUT.toString())));

        sample.unreachable = Optional.of("timed out");
        assertThat(client().signOut()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "http://idp.example/logout", "data:text/html,x"})
    void anAddressToWhichNoBrowserMayBeSentIsNone(String address) {
        sample.metadata.put("end_session_endpoint", address);

        assertThat(client().signOut()).isEmpty();
        authenticated(returned(client()));
    }
}
