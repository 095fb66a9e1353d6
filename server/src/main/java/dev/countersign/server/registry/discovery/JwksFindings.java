package dev.countersign.server.registry.discovery;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.FetchedSet;
import dev.countersign.server.operation.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Findings about a JWKS URL that was tried out.
 *
 * @param notes all findings, the most important first
 * @param faults the findings for which an issuer is not saved when that is requested
 */
public record JwksFindings(List<Problem> notes, List<Problem> faults) {
    static final String URL = "/keys/jwks_url";

    public JwksFindings {
        notes = List.copyOf(notes);
        faults = List.copyOf(faults);
    }

    /**
     * Evaluates the response of a URL.
     *
     * @param wanted the algorithms of the issuer
     */
    public static JwksFindings of(FetchOutcome<FetchedSet> trial, Set<Algorithm> wanted) {
        return switch (trial) {
            case FetchOutcome.Failed(String reason) ->
                fault("jwks_unreachable", "The keys could not be fetched: %s.".formatted(reason));
            case FetchOutcome.Unreadable(String problem) -> fault("jwks_unreadable", problem);
            case FetchOutcome.Fetched(FetchedSet fetched, Duration latency) -> of(fetched.keys(), latency, wanted);
        };
    }

    private static JwksFindings fault(String code, String detail) {
        var problem = new Problem(URL, code, detail);
        return new JwksFindings(List.of(problem), List.of(problem));
    }

    private static JwksFindings of(KeySet set, Duration latency, Set<Algorithm> wanted) {
        Set<Algorithm> offered = algorithms(set);
        var faults = new ArrayList<Problem>();
        if (set.keys().isEmpty()) {
            faults.add(
                    new Problem(URL, "jwks_no_usable_key", "The JWK set contains no key that can verify a signature."));
        } else if (wanted.stream().noneMatch(offered::contains)) {
            faults.add(new Problem(
                    URL,
                    "jwks_no_fitting_key",
                    "No key fits the algorithms of the issuer. The algorithms are %s; the keys are for %s."
                            .formatted(names(wanted), names(offered))));
        }
        var ignored = new ArrayList<Problem>();
        for (IgnoredKey key : set.ignored()) {
            var problem = new Problem(
                    URL,
                    key.isSecret() ? "jwks_secret_key" : "jwks_key_ignored",
                    "The key (%s) is not used: it %s.".formatted(key.label(), key.reason()));
            // Where no key remains, the reasons for ignoring keys become reasons for refusing the issuer.
            (key.isSecret() || set.keys().isEmpty() ? faults : ignored).add(problem);
        }
        var notes = new ArrayList<Problem>();
        notes.add(new Problem(URL, "jwks_fetched", summary(set, latency, offered)));
        notes.addAll(faults);
        notes.addAll(ignored);
        return new JwksFindings(notes, faults);
    }

    /** The algorithms that some key of the set can verify. */
    static Set<Algorithm> algorithms(KeySet set) {
        return set.keys().stream()
                .map(VerificationKey::algorithms)
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Algorithm.class)));
    }

    private static String summary(KeySet set, Duration latency, Set<Algorithm> offered) {
        int count = set.keys().size();
        return "%s %s%s, %s ms"
                .formatted(
                        count,
                        count == 1 ? "key" : "keys",
                        offered.isEmpty() ? "" : " (" + names(offered) + ")",
                        latency.toMillis());
    }

    private static String names(Set<Algorithm> algorithms) {
        return algorithms.stream().sorted().map(Algorithm::value).collect(Collectors.joining(", "));
    }
}
