package dev.countersign.core.jose.key;

import java.util.List;

/**
 * What was found in keys that an administrator handed in: certificates, or a JWK set.
 *
 * @param keys the keys that can be used and the ones that cannot; complete whatever the problems are, because keys that
 *     were sound when they were saved may have expired since
 * @param problems why the keys must not be saved; empty when they may
 * @param warnings what to show beside keys that may be saved
 */
public record KeyReading(KeySet keys, List<KeyProblem> problems, List<KeyProblem> warnings) {
    public KeyReading {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
