package dev.countersign.server.registry.discovery;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.certificate.CertificateReader;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.FetchedSet;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.keys.KeySourceReader;
import dev.countersign.server.registry.kind.IssuerReader;
import dev.countersign.server.registry.kind.PolicyMembers;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.RegisteredKind;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Use case that previews an issuer before its registration: the objections to it, and its keys. Nothing is saved. */
public record PreviewIssuer(
        TrustConfiguration configuration,
        IssuerReader reader,
        KeySourceReader keySources,
        JwksTrials trials,
        InstantSource clock) {

    /** Stand-in while no keys have been chosen. */
    private static final Map<String, Object> STAND_IN = Map.of("jwks_url", "https://keys.example/");

    /**
     * Result of inspecting keys.
     *
     * @param keys usable keys
     * @param notes notes on them, such as the response time of the issuer
     * @param problems reasons why they cannot be saved
     */
    public record KeysFound(List<VerificationKey> keys, List<Problem> notes, List<Problem> problems) {
        public KeysFound {
            keys = List.copyOf(keys);
            notes = List.copyOf(notes);
            problems = List.copyOf(problems);
        }
    }

    /** The objections to registering this issuer, except for its keys when it has none. */
    public List<Problem> problems(Map<String, Object> input) {
        var complete = new HashMap<>(input);
        complete.putIfAbsent("keys", STAND_IN);
        Reading<TrustedIssuer> reading =
                reader.read(complete, Optional.empty(), applicationNames(), Timestamps.now(clock));
        if (reading.value().isEmpty()) {
            return reading.problems();
        }
        Outcome<TrustedIssuer> peeked = configuration.peek(trust -> {
            List<Problem> clashes =
                    trust.clashes(RegisteredKind.ISSUERS, reading.value().get());
            return clashes.isEmpty()
                    ? new Decision.Answer<>(new Outcome.Done<>(reading.value().get()))
                    : Outcomes.clash(clashes);
        });
        return peeked instanceof Outcome.Conflict<TrustedIssuer>(var _, var _, var clashes) ? clashes : List.of();
    }

    private Set<String> applicationNames() {
        return configuration.applications().stream().map(RegisteredClient::name).collect(Collectors.toSet());
    }

    /** The keys of a member {@code keys}; a URL is fetched now. */
    public KeysFound keys(Map<String, Object> keys) {
        var problems = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        var members = new InputMembers(Map.of("keys", keys), "", problems, Set.of("keys"));
        KeySource source = keySources.read(members, Optional.empty(), problems, warnings);
        if (!problems.isEmpty()) {
            return new KeysFound(List.of(), warnings, problems);
        }
        return switch (source) {
            case KeySource.JwksUrl atUrl -> fetched(trials.tryOut(atUrl));
            case KeySource.Certificates(var pem) ->
                new KeysFound(
                        CertificateReader.read(pem, clock.instant()).keys().keys(), warnings, List.of());
            case KeySource.InlineJwkSet(var json) ->
                new KeysFound(JwkSetReader.readInline(json).keys().keys(), warnings, List.of());
        };
    }

    private static KeysFound fetched(FetchOutcome<FetchedSet> trial) {
        List<VerificationKey> keys = trial instanceof FetchOutcome.Fetched(FetchedSet set, var _)
                ? set.keys().keys()
                : List.of();
        var findings = JwksFindings.of(trial, PolicyMembers.DEFAULT_ALGORITHMS);
        List<Problem> notes = findings.notes().stream()
                .filter(note -> !findings.faults().contains(note))
                .toList();
        return new KeysFound(keys, notes, findings.faults());
    }
}
