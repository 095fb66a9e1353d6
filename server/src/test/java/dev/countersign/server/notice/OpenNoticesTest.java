package dev.countersign.server.notice;

import static dev.countersign.core.fixtures.SampleClient.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.key.CertificateDetails;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.keys.KeysInUse.FetchError;
import dev.countersign.core.keys.KeysInUse.KeyState;
import dev.countersign.core.keys.KeysInUse.Standing;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.insight.Expiring;
import dev.countersign.server.insight.ExpiringSoon;
import dev.countersign.server.insight.FixedCounts;
import dev.countersign.server.insight.IssuerKeyViews;
import dev.countersign.server.insight.RefusalTrend;
import dev.countersign.server.notice.CurrentNotice.Severity;
import dev.countersign.server.notice.CurrentNotice.Target;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests of each kind of notice: when it holds, and when it does not. */
class OpenNoticesTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final FetchError FAILED = new FetchError("answered 500", NOW, NOW.minusSeconds(90));
    private static final Target PARTNER =
            new Target(Target.Kind.TRUSTED_TOKEN_ISSUER, SampleIssuer.ID, SampleIssuer.NAME);

    private final SampleIssuer issuer = SampleIssuer.partner();
    private final SampleClient application = SampleClient.orders();
    private final FixedCounts counts = new FixedCounts();
    private final List<Expiring> ofServer = new ArrayList<>();
    private KeysInUse issuerKeys = view(Standing.FRESH, List.of(key(KeyState.USABLE)), List.of(), Optional.empty());
    private Optional<KeysInUse> applicationKeys = Optional.empty();
    private Instant now = NOW;
    private boolean down;

    @Test
    void thereIsNoneWhereEverythingIsInOrder() {
        assertThat(notices().list()).isEmpty();
        assertThat(notices().recent()).isEmpty();
    }

    @Test
    void keysThatCannotBeFetchedAreAnErrorSinceTheFirstFailure() {
        issuerKeys = view(Standing.FAILING, List.of(), List.of(), Optional.of(FAILED));

        CurrentNotice notice = only();

        assertThat(notice.id()).isEqualTo("keys_unavailable:" + SampleIssuer.ID);
        assertThat(notice.severity()).isEqualTo(Severity.ERROR);
        assertThat(notice.since()).contains(FAILED.since());
        assertThat(notice.message()).contains("partner", "answered 500");
        assertThat(notice.target()).isEqualTo(PARTNER);
    }

    @Test
    void keysOfTheLastGoodFetchAreAWarning() {
        issuerKeys = view(Standing.STALE, List.of(key(KeyState.USABLE)), List.of(), Optional.of(FAILED));

        assertThat(only().severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void aSetWithoutAUsableKeyIsAnError() {
        issuerKeys = view(Standing.FRESH, List.of(), List.of(), Optional.empty());

        assertThat(only().severity()).isEqualTo(Severity.ERROR);
        assertThat(only().since()).isEmpty();
    }

    @Test
    void keysThatWereNotNeededYetAreNoNotice() {
        issuerKeys = view(Standing.NOT_FETCHED, List.of(), List.of(), Optional.empty());

        assertThat(notices().list()).isEmpty();
    }

    @Test
    void anExpiredCertificateIsOneNoticeAndNotTwo() {
        issuer.keys(new KeySource.Certificates(List.of("PEM of the certificate")));
        issuerKeys = view(Standing.GIVEN, List.of(key(KeyState.EXPIRED)), List.of(), Optional.empty());

        CurrentNotice notice = only();

        assertThat(notice.kind()).isEqualTo(NoticeKind.CERTIFICATE_EXPIRES);
        assertThat(notice.severity()).isEqualTo(Severity.ERROR);
        assertThat(notice.id()).startsWith("certificate_expires:" + SampleIssuer.ID + ":");
    }

    @Test
    void aPublishedPrivateKeyIsAnErrorAndAnIgnoredPublicKeyIsNone() {
        issuerKeys = view(Standing.FRESH, List.of(key(KeyState.USABLE)), List.of(ignored(false)), Optional.empty());
        assertThat(notices().list()).isEmpty();

        issuerKeys = view(Standing.FRESH, List.of(key(KeyState.USABLE)), List.of(ignored(true)), Optional.empty());
        assertThat(only().id()).isEqualTo("private_key_published:" + SampleIssuer.ID);
    }

    @Test
    void theKeysOfAnApplicationAreWatchedToo() {
        applicationKeys = Optional.of(view(Standing.FAILING, List.of(), List.of(ignored(true)), Optional.of(FAILED)));

        assertThat(notices().list())
                .extracting(CurrentNotice::kind)
                .containsExactly(NoticeKind.KEYS_UNAVAILABLE, NoticeKind.PRIVATE_KEY_PUBLISHED);
        assertThat(notices().list())
                .allSatisfy(notice -> assertThat(notice.target().kind()).isEqualTo(Target.Kind.APPLICATION));
    }

    @Test
    void whatIsDisabledIsNotWatched() {
        issuerKeys = view(Standing.FAILING, List.of(), List.of(ignored(true)), Optional.of(FAILED));
        applicationKeys = Optional.of(issuerKeys);
        issuer.disabled();
        application.disabled();
        counts.trends.put(issuer.build().id(), rising());

        assertThat(notices().list()).isEmpty();
    }

    @Test
    void aSecretIsAWarningBeforeItsEndAndAnErrorAfterIt() {
        application.secrets(secret("s", "text", Optional.of(NOW.plusSeconds(1))));
        assertThat(only().severity()).isEqualTo(Severity.WARNING);
        assertThat(only().id()).isEqualTo("secret_expires:s");
        assertThat(only().message()).contains("expires at 2030-01-01T12:00:01Z");

        now = NOW.plusSeconds(1);
        assertThat(only().severity()).isEqualTo(Severity.ERROR);
        assertThat(only().message()).contains("expired at").doesNotContain("text");
    }

    @Test
    void aPersonalAccessTokenIsAWarningForAWeekBeforeItsEnd() {
        Instant end = NOW.plus(Duration.ofDays(7));
        ofServer.add(new Expiring.UsedToken("t", "laptop", "ada", end));
        assertThat(only().id()).isEqualTo("token_expires:t");
        assertThat(only().severity()).isEqualTo(Severity.WARNING);
        assertThat(only().message()).contains("\"laptop\" of ada expires at 2030-01-08T12:00:00Z");

        now = NOW.minusMillis(1);
        assertThat(notices().list()).isEmpty();
    }

    @Test
    void aSecretWithASuccessorStaysAWarning() {
        application.secrets(
                secret("s", "text", Optional.of(NOW.plusSeconds(1))), secret("next", "other", Optional.empty()));

        assertThat(only().severity()).isEqualTo(Severity.WARNING);
        assertThat(only().message()).contains("Another one is valid for longer");
    }

    @Test
    void certificatesOfTheServerHaveNoticesOfTheirOwn() {
        ofServer.add(new Expiring.OwnCertificate(NOW.plusSeconds(9)));
        ofServer.add(new Expiring.ClientAuthority("CN=clients", NOW.plusSeconds(9)));

        assertThat(notices().list())
                .hasSize(2)
                .allSatisfy(notice -> assertThat(notice.target().kind()).isEqualTo(Target.Kind.SERVER));
        assertThat(notices().list()).extracting(CurrentNotice::id).contains("certificate_expires:server");
    }

    @Test
    void theCertificateOfAHostNameIsAWarningAndAnErrorWhenItHasExpired() {
        ofServer.add(new Expiring.HostCertificate("soon.example", NOW.plus(Duration.ofDays(30))));
        ofServer.add(new Expiring.HostCertificate("late.example", NOW));
        ofServer.add(new Expiring.HostCertificate(
                "long.example", NOW.plus(Duration.ofDays(30)).plusMillis(1)));

        assertThat(notices().list())
                .extracting(
                        CurrentNotice::id,
                        CurrentNotice::severity,
                        notice -> notice.target().name())
                .containsExactly(
                        tuple("certificate_expires:host:late.example", Severity.ERROR, "late.example"),
                        tuple("certificate_expires:host:soon.example", Severity.WARNING, "soon.example"));
        assertThat(notices().list().getFirst().message())
                .isEqualTo("The TLS certificate of the host name late.example expired at " + NOW + ".");
    }

    @Test
    void refusalsThatRiseAreAWarning() {
        counts.trends.put(issuer.build().id(), rising());

        assertThat(only().id()).isEqualTo("refusals_rising:" + SampleIssuer.ID);
        assertThat(only().since()).contains(NOW.minusSeconds(3600));
    }

    @Test
    void tenReplaysInAnHourAreAWarningAndNineAreNone() {
        counts.codes.put("assertion.expired", 500L);
        counts.codes.put("assertion.replayed", 9L);
        assertThat(notices().list()).isEmpty();

        counts.codes.put("assertion.replayed", 10L);
        assertThat(only().id()).isEqualTo("replays");
    }

    @Test
    void errorsComeFirstAndThenTheOldest() {
        counts.codes.put("assertion.replayed", 10L);
        counts.trends.put(issuer.build().id(), rising());
        issuerKeys = view(Standing.FAILING, List.of(), List.of(), Optional.of(FAILED));

        assertThat(notices().list())
                .extracting(CurrentNotice::kind)
                .containsExactly(NoticeKind.KEYS_UNAVAILABLE, NoticeKind.REFUSALS_RISING, NoticeKind.REPLAYS);
    }

    @Test
    void theDocumentHasEveryMember() {
        counts.codes.put("assertion.replayed", 10L);

        Map<String, Object> document = only().document();

        assertThat(document.keySet()).containsExactly("id", "kind", "severity", "since", "message", "remedy", "target");
        assertThat(document.get("kind")).isEqualTo("replays");
    }

    @Test
    void theRecentListIsKeptForSecondsAndOutlastsAStoreThatCannotBeRead() {
        OpenNotices notices = notices();
        ofServer.add(new Expiring.OwnCertificate(NOW.plusSeconds(9)));
        assertThat(notices.recent()).hasSize(1);

        ofServer.clear();
        now = NOW.plusSeconds(5).minusMillis(1);
        assertThat(notices.recent()).hasSize(1);

        now = NOW.plusSeconds(5);
        down = true;
        assertThat(notices.recent()).hasSize(1);
        down = false;
        now = NOW.plusSeconds(10).minusMillis(1);
        assertThat(notices.recent())
                .as("no page waits for the store again at once")
                .hasSize(1);
        now = NOW.plusSeconds(10);
        assertThat(notices.recent()).isEmpty();
    }

    private static RefusalTrend rising() {
        return new RefusalTrend(NOW.minusSeconds(3600), 20, NOW.minus(Duration.ofDays(7)), 0);
    }

    private CurrentNotice only() {
        List<CurrentNotice> all = notices().list();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private OpenNotices notices() {
        var configuration = new TrustConfiguration(store(), ManagementFixture.RULES);
        return new OpenNotices(
                new OpenNotices.Facts(
                        configuration,
                        views(),
                        _ -> applicationKeys,
                        new ExpiringSoon(configuration, views(), this::ofServer, () -> now),
                        counts),
                () -> now);
    }

    private List<Expiring> ofServer() {
        if (down) {
            throw new StoreUnavailableException(Duration.ofSeconds(1));
        }
        return List.copyOf(ofServer);
    }

    private static KeysInUse view(
            Standing standing, List<KeysInUse.Key> keys, List<IgnoredKey> ignored, Optional<FetchError> error) {
        return new KeysInUse(standing, keys, ignored, Optional.of(NOW), Optional.empty(), error);
    }

    private static IgnoredKey ignored(boolean secret) {
        return new IgnoredKey("kid two", Optional.of("two"), "is not used", secret);
    }

    private static KeysInUse.Key key(KeyState state) {
        var details = new CertificateDetails("CN=a", "1", NOW.minusSeconds(99), NOW.minusSeconds(9), "EC P-256");
        return new KeysInUse.Key(
                "kid one",
                Optional.of("one"),
                "thumbprint",
                "EC P-256",
                Set.of(),
                state,
                Optional.of(details).filter(_ -> state == KeyState.EXPIRED),
                Optional.empty());
    }

    private IssuerKeyViews views() {
        return new IssuerKeyViews() {
            @Override
            public KeysInUse view(TrustedIssuer asked) {
                return issuerKeys;
            }

            @Override
            public KeysInUse refresh(TrustedIssuer asked) {
                throw new AssertionError("nothing may be fetched");
            }
        };
    }

    private TrustStore store() {
        return new TrustStore() {
            @Override
            public long version() {
                return 0;
            }

            @Override
            public Contents load() {
                RegisteredClient client = application.build();
                return new Contents(List.of(issuer.build()), List.of(client), List.of());
            }

            @Override
            public StoreOutcome commit(List<TrustChange> changes) {
                throw new AssertionError("nothing may be changed");
            }
        };
    }
}
