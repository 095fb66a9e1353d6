package dev.countersign.server.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.CertificateDetails;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.server.diagnosis.Finding.Result;
import dev.countersign.server.diagnosis.StoredState.Facts;
import dev.countersign.server.diagnosis.StoredState.SchemaState;
import dev.countersign.server.diagnosis.StoredState.Standing;
import dev.countersign.server.diagnosis.StoredState.StoredOrganization;
import dev.countersign.server.registry.trust.TrustStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of both sides of every boundary of the checks. */
class CheckBoundariesTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private static List<Finding> issuer(KeyProbe probe) {
        var organization = new StoredOrganization(
                "",
                true,
                new TrustStore.Contents(
                        List.of(SampleIssuer.partner()
                                .clockSkew(Duration.ofSeconds(45))
                                .build()),
                        List.of(),
                        List.of()));
        return new IssuerKeyChecks(probe, NOW).of(List.of(organization));
    }

    private static FetchOutcome<byte[]> keys() {
        byte[] set = JsonText.write(
                Map.of("keys", List.of(SigningKey.generate(Algorithm.ES256).publicJwk())));
        return new FetchOutcome.Fetched<>(set, Duration.ofMillis(1));
    }

    private static Finding clock(long secondsAhead) {
        List<Finding> findings = issuer((_, _) ->
                new KeyProbe.Answer(keys(), Optional.of(new KeyProbe.Dated(NOW.plusSeconds(secondsAhead), NOW))));
        assertThat(findings.getFirst().result()).isEqualTo(Result.OK);
        return findings.get(1);
    }

    @Test
    void warnsOfAnIssuersClockBeyondFiveSecondsWithTheConfiguredSkew() {
        assertThat(clock(5).result()).isEqualTo(Result.OK);
        assertThat(clock(-5).result()).isEqualTo(Result.OK);
        assertThat(clock(6))
                .isEqualTo(Finding.warning(
                        "clock",
                        "partner",
                        "Its clock is 6 s ahead of this one; a difference of 45 s is tolerated in its"
                                + " assertions (clock_skew_seconds). Synchronise both with NTP."));
        assertThat(clock(-6).message()).startsWith("Its clock is 6 s behind this one;");
    }

    @Test
    void doesNotJudgeTheClockOfAnIssuerThatSentNoDate() {
        assertThat(issuer((_, _) -> new KeyProbe.Answer(keys(), Optional.empty()))
                        .get(1)
                        .result())
                .isEqualTo(Result.NOT_CHECKED);
    }

    @Test
    void reportsASetThatIsNoneOrHasNoUsableKey() {
        for (String body : List.of("no JSON", "{\"keys\":[]}")) {
            var outcome = new FetchOutcome.Fetched<>(body.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(1));
            assertThat(issuer((_, _) -> new KeyProbe.Answer(outcome, Optional.empty()))
                            .getFirst()
                            .result())
                    .as(body)
                    .isEqualTo(Result.PROBLEM);
        }
    }

    private static Result certificate(Duration sinceBegin, Duration untilEnd) {
        return new CertificateChecks(NOW)
                .of(
                        "x",
                        new CertificateDetails("CN=x", "1", NOW.minus(sinceBegin), NOW.plus(untilEnd), "RSA 2048 bits"))
                .result();
    }

    @Test
    void warnsOfCertificatesThirtyDaysAheadAndRefusesThoseOutsideTheirDates() {
        Duration month = Duration.ofDays(30);
        assertThat(certificate(Duration.ZERO, month.plusSeconds(1))).isEqualTo(Result.OK);
        assertThat(certificate(Duration.ZERO, month)).isEqualTo(Result.WARNING);
        assertThat(certificate(Duration.ZERO, Duration.ZERO)).isEqualTo(Result.WARNING);
        assertThat(certificate(Duration.ZERO, Duration.ofSeconds(-1))).isEqualTo(Result.PROBLEM);
        assertThat(certificate(Duration.ofSeconds(-1), month.plusDays(1))).isEqualTo(Result.PROBLEM);
    }

    @Test
    void judgesFreeSpace() {
        long mebibyte = 1024 * 1024;
        Path folder = Path.of("/data");
        assertThat(MachineChecks.disk(folder, 1024 * mebibyte).result()).isEqualTo(Result.OK);
        assertThat(MachineChecks.disk(folder, 1024 * mebibyte - 1).result()).isEqualTo(Result.WARNING);
        assertThat(MachineChecks.disk(folder, 128 * mebibyte).result()).isEqualTo(Result.WARNING);
        assertThat(MachineChecks.disk(folder, 128 * mebibyte - 1).result()).isEqualTo(Result.PROBLEM);
    }

    @Test
    void judgesFileDescriptorsByTheMetricsOfTheServer() {
        assertThat(descriptors(80, 4096).result()).isEqualTo(Result.OK);
        assertThat(descriptors(80, 4095).result()).isEqualTo(Result.WARNING);
        assertThat(descriptors(8_000, 10_000).result()).isEqualTo(Result.OK);
        assertThat(descriptors(8_001, 10_000).result()).isEqualTo(Result.PROBLEM);
    }

    private static Finding descriptors(long open, long limit) {
        return MachineChecks.descriptors(
                Optional.of("# HELP x\nprocess_open_fds %s.0\nprocess_max_fds %s.0\n".formatted(open, limit)));
    }

    private static Result store(Standing standing, Optional<Duration> offset, Optional<Duration> newest, int index) {
        var facts = new Facts("SQLite, x", new SchemaState(standing, "20", "21"), offset, newest, List.of(), List.of());
        return StoreChecks.of(new StoredState.Reading.Read(facts)).get(index).result();
    }

    @Test
    void judgesTheSchema() {
        assertThat(store(Standing.CURRENT, Optional.empty(), Optional.empty(), 0))
                .isEqualTo(Result.OK);
        assertThat(store(Standing.OLDER, Optional.empty(), Optional.empty(), 0)).isEqualTo(Result.WARNING);
        assertThat(store(Standing.NEWER, Optional.empty(), Optional.empty(), 0)).isEqualTo(Result.PROBLEM);
        assertThat(store(Standing.DIFFERENT, Optional.empty(), Optional.empty(), 0))
                .isEqualTo(Result.PROBLEM);
    }

    @Test
    void judgesTheClockByThatOfTheDatabaseAndByEventsFromTheFuture() {
        assertThat(clock(Optional.of(5), Optional.empty())).isEqualTo(Result.OK);
        assertThat(clock(Optional.of(6), Optional.empty())).isEqualTo(Result.WARNING);
        assertThat(clock(Optional.of(-6), Optional.empty())).isEqualTo(Result.WARNING);
        assertThat(clock(Optional.of(0), Optional.of(-5))).isEqualTo(Result.OK);
        assertThat(clock(Optional.of(0), Optional.of(-6))).isEqualTo(Result.WARNING);
        assertThat(clock(Optional.empty(), Optional.of(1_000_000))).isEqualTo(Result.OK);
        assertThat(clock(Optional.empty(), Optional.empty())).isEqualTo(Result.NOT_CHECKED);
        assertThat(store(Standing.OLDER, Optional.of(Duration.ZERO), Optional.empty(), 1))
                .isEqualTo(Result.NOT_CHECKED);
    }

    private static Result clock(Optional<Integer> ahead, Optional<Integer> sinceNewest) {
        return store(Standing.CURRENT, ahead.map(Duration::ofSeconds), sinceNewest.map(Duration::ofSeconds), 1);
    }
}
