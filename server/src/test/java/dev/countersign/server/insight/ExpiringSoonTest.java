package dev.countersign.server.insight;

import static dev.countersign.core.fixtures.SampleClient.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.key.CertificateDetails;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.keys.KeysInUse.KeyState;
import dev.countersign.core.keys.KeysInUse.Standing;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests of the list of what expires soon, on both sides of each boundary. */
class ExpiringSoonTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant HORIZON = NOW.plus(Expiring.CERTIFICATES_AHEAD);
    private static final Instant SECRETS_HORIZON = NOW.plus(Expiring.SECRETS_AHEAD);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final List<Instant> certificates = new ArrayList<>();
    private final SampleIssuer issuer =
            SampleIssuer.partner().keys(new KeySource.Certificates(List.of("PEM of the certificates")));
    private final SampleClient application = SampleClient.orders().secrets();
    private List<Expiring> own = List.of();

    @Test
    void aSecretIsListedFourteenDaysBeforeItsEnd() {
        application.secrets(ending("soon", SECRETS_HORIZON));
        assertThat(list()).containsExactly(new Expiring.ApplicationSecret(built(), "soon", SECRETS_HORIZON, false));

        application.secrets(ending("later", SECRETS_HORIZON.plus(MILLI)));
        assertThat(list()).isEmpty();
    }

    @Test
    void aSecretThatEndedIsListedUntilAnotherOneOutlastsIt() {
        ClientSecret ended = ending("ended", NOW.minusSeconds(1));
        application.secrets(ended);
        assertThat(list()).hasSize(1);

        application.secrets(ended, secret("endless", "x", Optional.empty()));
        assertThat(list()).isEmpty();
    }

    @Test
    void aSecretInUseIsListedAlthoughItsReplacementIsThere() {
        application.secrets(ending("old", NOW.plusSeconds(1)), ending("new", HORIZON.plus(MILLI)));

        assertThat(list()).containsExactly(new Expiring.ApplicationSecret(built(), "old", NOW.plusSeconds(1), true));
    }

    @Test
    void aCertificateIsListedThirtyDaysBeforeItsEnd() {
        certificates.addAll(List.of(HORIZON, HORIZON.plus(MILLI)));

        assertThat(list())
                .containsExactly(new Expiring.IssuerCertificate(issuer.build(), "certificate 0", HORIZON, true));
    }

    @Test
    void aCertificateThatEndedIsListedUntilAnotherOneOutlastsIt() {
        certificates.add(NOW.minusSeconds(1));
        assertThat(list())
                .containsExactly(
                        new Expiring.IssuerCertificate(issuer.build(), "certificate 0", NOW.minusSeconds(1), false));

        certificates.add(HORIZON.plus(MILLI));
        assertThat(list()).isEmpty();
    }

    @Test
    void ofSeveralThatEndedTheLastOneIsListed() {
        certificates.addAll(List.of(NOW.minusSeconds(9), NOW.minusSeconds(1)));

        assertThat(list()).extracting(Expiring::at).containsExactly(NOW.minusSeconds(1));
    }

    @Test
    void whatIsDisabledIsNotListed() {
        certificates.add(NOW);
        issuer.disabled();
        application.secrets(ending("soon", NOW)).disabled();

        assertThat(list()).isEmpty();
    }

    @Test
    void aFetchedSetIsTheIssuersBusiness() {
        certificates.add(NOW);
        issuer.keys(new KeySource.InlineJwkSet("{}"));

        assertThat(list()).isEmpty();
    }

    @Test
    void theMostUrgentComesFirst() {
        certificates.add(NOW.plusSeconds(3));
        application.secrets(ending("first", NOW.plusSeconds(1)));
        own = List.of(
                new Expiring.OwnCertificate(NOW.plusSeconds(2)),
                new Expiring.ClientAuthority("CN=late", HORIZON.plus(MILLI)));

        assertThat(list())
                .extracting(Expiring::at)
                .containsExactly(NOW.plusSeconds(1), NOW.plusSeconds(2), NOW.plusSeconds(3));
    }

    private static ClientSecret ending(String id, Instant at) {
        return secret(id, "text of " + id, Optional.of(at));
    }

    private RegisteredClient built() {
        return application.build();
    }

    private List<Expiring> list() {
        return new ExpiringSoon(new TrustConfiguration(store(), ManagementFixture.RULES), views(), () -> own, () -> NOW)
                .list();
    }

    private TrustStore store() {
        return new TrustStore() {
            @Override
            public long version() {
                return 0;
            }

            @Override
            public Contents load() {
                return new Contents(List.of(issuer.build()), List.of(built()), List.of());
            }

            @Override
            public StoreOutcome commit(List<TrustChange> changes) {
                throw new AssertionError("nothing may be changed");
            }
        };
    }

    private IssuerKeyViews views() {
        return new IssuerKeyViews() {
            @Override
            public KeysInUse view(TrustedIssuer asked) {
                KeysInUse.Key[] keys = new KeysInUse.Key[certificates.size()];
                Arrays.setAll(keys, i -> key("certificate " + i, certificates.get(i)));
                return new KeysInUse(
                        Standing.GIVEN, List.of(keys), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
            }

            @Override
            public KeysInUse refresh(TrustedIssuer asked) {
                throw new AssertionError("nothing may be fetched");
            }
        };
    }

    private static KeysInUse.Key key(String label, Instant end) {
        var details = new CertificateDetails("CN=" + label, "1", NOW.minusSeconds(99), end, "EC P-256");
        return new KeysInUse.Key(
                label,
                Optional.empty(),
                "thumbprint",
                "EC P-256",
                Set.of(),
                KeyState.USABLE,
                Optional.of(details),
                Optional.empty());
    }
}
