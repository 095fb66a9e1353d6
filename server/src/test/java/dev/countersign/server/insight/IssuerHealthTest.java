package dev.countersign.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.keys.KeysInUse.FetchError;
import dev.countersign.core.keys.KeysInUse.KeyState;
import dev.countersign.core.keys.KeysInUse.Standing;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.insight.IssuerHealth.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the assessment of an issuer's keys from known state. */
class IssuerHealthTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Optional<FetchError> FAILED =
            Optional.of(new FetchError("timed out", NOW, NOW.minusSeconds(60)));

    @ParameterizedTest
    @CsvSource({
        "GIVEN, USABLE, false, HEALTHY",
        "GIVEN, EXPIRED, false, NO_KEYS",
        "GIVEN, NOT_YET_VALID, false, NO_KEYS",
        "FRESH, USABLE, false, HEALTHY",
        "FRESH, USABLE, true, HEALTHY",
        "FRESH, , false, NO_KEYS",
        "STALE, USABLE, true, STALE",
        "STALE, USABLE, false, HEALTHY",
        "STALE, , true, NO_KEYS",
        "OUTDATED, OUTDATED, true, FAILING",
        "OUTDATED, OUTDATED, false, NOT_YET_FETCHED",
        "NOT_FETCHED, , true, FAILING",
        "NOT_FETCHED, , false, NOT_YET_FETCHED",
    })
    void theStateFollowsFromTheKeysAndTheLastFetch(Standing standing, KeyState key, boolean failed, State expected) {
        var view = view(standing, Optional.ofNullable(key), FAILED.filter(_ -> failed));

        var finding = health(view).of(SampleIssuer.partner().build());

        assertThat(finding.state()).isEqualTo(expected);
        assertThat(finding.lastError()).isEqualTo(view.lastError());
    }

    @Test
    void whatIsDisabledIsNothingElse() {
        var view = view(Standing.NOT_FETCHED, Optional.empty(), FAILED);

        assertThat(health(view).of(SampleIssuer.partner().disabled().build()).state())
                .isEqualTo(State.DISABLED);
    }

    @Test
    void oneUsableKeyAmongOthersIsEnough() {
        var expired = key(KeyState.EXPIRED);
        var view = new KeysInUse(
                Standing.GIVEN,
                List.of(expired, key(KeyState.USABLE)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(health(view).of(SampleIssuer.partner().build()).state()).isEqualTo(State.HEALTHY);
    }

    private static KeysInUse view(Standing standing, Optional<KeyState> key, Optional<FetchError> error) {
        return new KeysInUse(
                standing,
                key.map(IssuerHealthTest::key).stream().toList(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                error);
    }

    private static KeysInUse.Key key(KeyState state) {
        return new KeysInUse.Key(
                "kid a",
                Optional.of("a"),
                "thumbprint",
                "EC P-256",
                Set.of(),
                state,
                Optional.empty(),
                Optional.empty());
    }

    private static IssuerHealth health(KeysInUse view) {
        return new IssuerHealth(new IssuerKeyViews() {
            @Override
            public KeysInUse view(TrustedIssuer issuer) {
                return view;
            }

            @Override
            public KeysInUse refresh(TrustedIssuer issuer) {
                throw new AssertionError("nothing may be fetched");
            }
        });
    }
}
