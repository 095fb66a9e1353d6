package dev.countersign.core.jose.key;

import java.util.List;

/**
 * Result of reading submitted keys: certificates, or a JWK set.
 *
 * @param keys the usable and the unusable keys; complete even when there are problems, because keys that were valid
 *     when they were saved may have expired since
 * @param problems reasons why the keys must not be saved; empty when they may
 * @param warnings notes on keys that may be saved
 */
public record KeyReading(KeySet keys, List<KeyProblem> problems, List<KeyProblem> warnings) {
    public KeyReading {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
