package dev.countersign.core.jose.key;

import java.util.List;

/** The keys that may have created a signature, or the reason why there is none. */
public sealed interface KeySelection {

    /**
     * The keys to try, in this order.
     *
     * @param keys never empty
     */
    record Candidates(List<VerificationKey> keys) implements KeySelection {
        public Candidates {
            keys = List.copyOf(keys);
        }
    }

    /** No key of the set has that name, or none is suitable and none was named. A newer set may help. */
    record NotFound() implements KeySelection {}

    /**
     * The named key exists and must not be used.
     *
     * @param key its display name
     * @param reason a clause such as "expired at 2026-01-01T00:00:00Z"
     */
    record Unusable(String key, String reason) implements KeySelection {}
}
