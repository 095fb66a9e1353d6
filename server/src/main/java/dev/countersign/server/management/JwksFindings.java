package dev.countersign.server.management;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.JwksTrial;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an administrator should know about a JWKS URL that was tried out.
 *
 * @param notes everything, in the order in which it matters
 * @param faults those of the notes for which an issuer is not saved where that is asked for
 */
record JwksFindings(List<Problem> notes, List<Problem> faults) {
    static final String URL = "/keys/jwks_url";

    JwksFindings {
        notes = List.copyOf(notes);
        faults = List.copyOf(faults);
    }

    /**
     * Judges what a URL gave.
     *
     * @param wanted the algorithms of the issuer
     */
    static JwksFindings of(JwksTrial trial, Set<Algorithm> wanted) {
        return switch (trial) {
            case JwksTrial.Unreachable(String reason) ->
                fault("jwks_unreachable", "The keys could not be fetched: %s.".formatted(reason));
            case JwksTrial.Unreadable(String problem) -> fault("jwks_unreadable", problem);
            case JwksTrial.Answered answered -> of(answered, wanted);
        };
    }

    private static JwksFindings fault(String code, String detail) {
        var problem = new Problem(URL, code, detail);
        return new JwksFindings(List.of(problem), List.of(problem));
    }

    private static JwksFindings of(JwksTrial.Answered answered, Set<Algorithm> wanted) {
        KeySet set = answered.keys();
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
            // Where no key is left, the reason of each is what the issuer is refused for.
            (key.isSecret() || set.keys().isEmpty() ? faults : ignored).add(problem);
        }
        var notes = new ArrayList<Problem>();
        notes.add(new Problem(URL, "jwks_fetched", summary(answered, offered)));
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

    private static String summary(JwksTrial.Answered answered, Set<Algorithm> offered) {
        int count = answered.keys().keys().size();
        return "%s %s%s, %s ms"
                .formatted(
                        count,
                        count == 1 ? "key" : "keys",
                        offered.isEmpty() ? "" : " (" + names(offered) + ")",
                        answered.latency().toMillis());
    }

    private static String names(Set<Algorithm> algorithms) {
        return algorithms.stream().sorted().map(Algorithm::value).collect(Collectors.joining(", "));
    }
}
