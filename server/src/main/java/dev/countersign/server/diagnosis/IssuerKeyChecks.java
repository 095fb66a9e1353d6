package dev.countersign.server.diagnosis;

import dev.countersign.core.jose.certificate.CertificateReader;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.diagnosis.StoredState.StoredOrganization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The checks of the trusted token issuers of all organizations: their keys, certificates and clocks. */
record IssuerKeyChecks(KeyProbe probe, Instant now) {
    private static final String KEYS = "keys";
    private static final String CLOCK = "clock";

    /** Number of fetches at a time. */
    private static final int AT_ONCE = 16;

    /** The findings in the order of the organizations and their issuers. Disabled ones are left out: nothing is fetched for them. */
    List<Finding> of(List<StoredOrganization> organizations) {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("doctor-", 0).factory())) {
            List<Future<List<Finding>>> running = organizations.stream()
                    .filter(StoredOrganization::enabled)
                    .flatMap(organization -> organization.trust().issuers().stream()
                            .filter(TrustedIssuer::enabled)
                            .map(issuer -> threads.submit(() -> of(organization, issuer))))
                    .toList();
            List<Finding> findings = new ArrayList<>();
            for (Future<List<Finding>> each : running) {
                findings.addAll(each.get());
            }
            return findings;
        } catch (ExecutionException fault) {
            throw new IllegalStateException("a check broke", fault.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return List.of(Finding.notChecked(KEYS, "", "The check was interrupted."));
        }
    }

    private List<Finding> of(StoredOrganization organization, TrustedIssuer issuer) {
        String subject = organization.isRoot() ? issuer.name() : organization.slug() + "/" + issuer.name();
        return switch (issuer.verification().keys()) {
            case KeySource.JwksUrl source -> fetched(organization, issuer, subject, source);
            case KeySource.InlineJwkSet(String json) ->
                List.of(keys(subject, JwkSetReader.readInline(json).keys(), "The registered JWK set"));
            case KeySource.Certificates(List<String> pem) ->
                certificates(subject, CertificateReader.read(pem, now).keys());
        };
    }

    private List<Finding> fetched(
            StoredOrganization organization, TrustedIssuer issuer, String subject, KeySource.JwksUrl source) {
        KeyProbe.Answer answer = probe.fetch(source, organization.isRoot());
        Finding keys = switch (answer.outcome()) {
            case FetchOutcome.Failed<byte[]>(String reason) -> unusable(subject, source, reason);
            case FetchOutcome.Unreadable<byte[]>(String problem) -> unusable(subject, source, problem);
            case FetchOutcome.Fetched<byte[]>(byte[] body, Duration _) ->
                switch (JwkSetReader.read(body)) {
                    case Parsed.Unreadable<KeySet>(String problem) -> unusable(subject, source, problem);
                    case Parsed.Read<KeySet>(KeySet set) -> keys(subject, set, shown(source));
                };
        };
        return Stream.concat(
                        Stream.of(keys),
                        answer
                                .date()
                                .map(date -> clock(
                                        subject,
                                        date.offset(),
                                        issuer.verification().clockSkew()))
                                .or(() -> Optional.of(Finding.notChecked(
                                        CLOCK, subject, "No response with a Date was received from it.")))
                                .stream())
                .toList();
    }

    /** Without the query, in which some issuers have keys of their API. */
    private static String shown(KeySource.JwksUrl source) {
        String url = source.url().toString();
        return url.indexOf('?') < 0 ? url : url.substring(0, url.indexOf('?'));
    }

    private static Finding unusable(String subject, KeySource.JwksUrl source, String reason) {
        return Finding.problem(
                KEYS,
                subject,
                "%s: %s. Its assertions are refused as soon as its last good keys are too old."
                        .formatted(shown(source), reason));
    }

    private static Finding keys(String subject, KeySet set, String source) {
        return set.keys().isEmpty()
                ? Finding.problem(KEYS, subject, "%s has no usable key. Its assertions are refused.".formatted(source))
                : Finding.ok(
                        KEYS,
                        subject,
                        "%s has %s."
                                .formatted(
                                        source,
                                        set.keys().size() == 1
                                                ? "one usable key"
                                                : set.keys().size() + " usable keys"));
    }

    private static Finding clock(String subject, Duration offset, Duration skew) {
        return offset.abs().compareTo(ClockOffset.TOLERATED) > 0
                ? Finding.warning(
                        CLOCK,
                        subject,
                        "Its clock is %s this one; a difference of %s is tolerated in its assertions (clock_skew_seconds). Synchronise both with NTP."
                                .formatted(ClockOffset.text(offset), ClockOffset.seconds(skew)))
                : Finding.ok(CLOCK, subject, "Its clock and this one agree.");
    }

    private List<Finding> certificates(String subject, KeySet set) {
        if (set.keys().isEmpty()) {
            return List.of(keys(subject, set, "The list of certificates"));
        }
        return set.keys().stream()
                .flatMap(key -> key.certificate().stream())
                .map(details -> new CertificateChecks(now).of(subject, details))
                .toList();
    }
}
