package dev.countersign.server.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Failed attempts to generate keys. The schedule pauses after one. Keys of a commit that failed may be in the store even
 * so: they are deleted in the module only when the store is read after a pause, and does not have them.
 */
final class GenerationAttempts {
    /** The time after a failed attempt in which the schedule makes no other. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    private final Map<String, Instant> doubtful = new ConcurrentHashMap<>();
    private volatile Instant notBefore = Instant.MIN;

    /** Records a failure. */
    void failed(Instant now) {
        notBefore = now.plus(PAUSE);
    }

    /** Records a commit that failed. */
    void uncommitted(List<String> keyIds, Instant now) {
        failed(now);
        keyIds.forEach(keyId -> doubtful.put(keyId, notBefore));
    }

    /** Whether an attempt failed a short time ago. */
    boolean isPaused(Instant now) {
        return now.isBefore(notBefore);
    }

    /** Removes and returns the keys that the store does not have. */
    List<String> absent(Set<String> stored, Instant now) {
        List<String> settled = doubtful.entrySet().stream()
                .filter(entry -> !now.isBefore(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        settled.forEach(doubtful::remove);
        return settled.stream().filter(keyId -> !stored.contains(keyId)).toList();
    }
}
