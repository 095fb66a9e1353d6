package dev.countersign.server.management;

import dev.countersign.core.jose.certificate.CertificateReader;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.keys.JwksTrial;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.management.TrustConfiguration.Decision;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at an issuer before it is registered: what stands against it, and which keys it would have. Nothing is saved. */
public final class PreviewIssuer {
    /** Where nobody has chosen keys yet. */
    private static final Map<String, Object> STAND_IN = Map.of("jwks_url", "https://keys.example/");

    private final TrustConfiguration configuration;
    private final IssuerReader reader;
    private final KeySourceReader keySources;
    private final JwksTrials trials;
    private final InstantSource clock;

    PreviewIssuer(
            TrustConfiguration configuration,
            IssuerReader reader,
            KeySourceReader keySources,
            JwksTrials trials,
            InstantSource clock) {
        this.configuration = configuration;
        this.reader = reader;
        this.keySources = keySources;
        this.trials = trials;
        this.clock = clock;
    }

    /**
     * Keys that were looked at.
     *
     * @param keys those that can be used
     * @param notes what to know of them, such as how long the issuer took
     * @param problems why they cannot be saved
     */
    public record KeysFound(List<VerificationKey> keys, List<Problem> notes, List<Problem> problems) {
        public KeysFound {
            keys = List.copyOf(keys);
            notes = List.copyOf(notes);
            problems = List.copyOf(problems);
        }
    }

    /** What stands against registering this issuer, keys aside when it has none. */
    public List<Problem> problems(Map<String, Object> input) {
        var complete = new HashMap<>(input);
        complete.putIfAbsent("keys", STAND_IN);
        Reading<TrustedIssuer> reading = reader.read(complete, frame());
        if (reading.value().isEmpty()) {
            return reading.problems();
        }
        Outcome<TrustedIssuer> peeked = configuration.peek(trust -> {
            List<Problem> clashes = trust.clashes(reading.value().get());
            return clashes.isEmpty()
                    ? new Decision.Answer<>(new Outcome.Done<>(reading.value().get()))
                    : Outcomes.clash(clashes);
        });
        return peeked instanceof Outcome.Conflict<TrustedIssuer>(var _, var _, var clashes) ? clashes : List.of();
    }

    /** The keys of a member {@code keys}; a URL is asked now. */
    public KeysFound keys(Map<String, Object> keys) {
        var problems = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        var members = new InputMembers(Map.of("keys", keys), "", problems, Set.of("keys"));
        KeySource source = keySources.read(members, Optional.empty(), problems, warnings);
        if (!problems.isEmpty()) {
            return new KeysFound(List.of(), warnings, problems);
        }
        return switch (source) {
            case KeySource.JwksUrl(URI url) -> fetched(trials.tryOut(url));
            case KeySource.Certificates(var pem) ->
                new KeysFound(
                        CertificateReader.read(pem, clock.instant()).keys().keys(), warnings, List.of());
            case KeySource.InlineJwkSet(var json) ->
                new KeysFound(JwkSetReader.readInline(json).keys().keys(), warnings, List.of());
        };
    }

    private static KeysFound fetched(JwksTrial trial) {
        KeySet set = trial instanceof JwksTrial.Answered answered ? answered.keys() : new KeySet(List.of(), List.of());
        var findings = JwksFindings.of(trial, PolicyMembers.DEFAULT_ALGORITHMS);
        List<Problem> notes = findings.notes().stream()
                .filter(note -> !findings.faults().contains(note))
                .toList();
        return new KeysFound(set.keys(), notes, findings.faults());
    }

    private IssuerReader.Frame frame() {
        Instant now = Timestamps.now(clock);
        return new IssuerReader.Frame(new IssuerId(Secrets.generateId()), now, now, Optional.empty());
    }
}
