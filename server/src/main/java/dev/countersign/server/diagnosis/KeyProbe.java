package dev.countersign.server.diagnosis;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.KeySource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Port to the network: one fetch of a JWK set by the rules of the server. */
@FunctionalInterface
public interface KeyProbe {

    /**
     * Fetches a set.
     *
     * @param ofRoot whether the set belongs to the root organization, which alone may use files of the server
     */
    Answer fetch(KeySource.JwksUrl source, boolean ofRoot);

    /**
     * Answer of the endpoint.
     *
     * @param date empty when no response came, or one without a time
     */
    record Answer(FetchOutcome<byte[]> outcome, Optional<Dated> date) {}

    /**
     * Time of a response.
     *
     * @param sent according to its sender
     * @param received according to the local clock
     */
    record Dated(Instant sent, Instant received) {
        /** The offset of the sender's clock, positive when it is ahead. */
        Duration offset() {
            return Duration.between(received, sent);
        }
    }
}
