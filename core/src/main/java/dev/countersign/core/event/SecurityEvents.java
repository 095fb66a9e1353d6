package dev.countersign.core.event;

import dev.countersign.core.event.SecurityEventType.Effect;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.token.IssuerSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The effects of security events, shared by all nodes. */
public interface SecurityEvents {

    /**
     * Records that the event was received and applies its effect, in one transaction that is on disk on return. An event
     * that was received before has no effect.
     */
    Applied apply(Verified event);

    /**
     * A verified event.
     *
     * @param issuer the name of the issuer
     * @param types the types that have an effect, never empty
     * @param issuedAt by the clock of the issuer; an event never lifts the block of a later one
     * @param id its {@code jti}
     * @param replayKey by which it is received once
     */
    record Verified(
            IssuerSubject subject,
            String issuer,
            List<SecurityEventType> types,
            Instant issuedAt,
            String id,
            ReplayKey replayKey,
            CorrelationId correlationId,
            Instant at) {

        public Verified {
            types = List.copyOf(types);
        }

        /** The strongest effect: of contradicting types the one that gives less access. */
        public Effect effect() {
            return types.stream()
                    .map(SecurityEventType::effect)
                    .max(Effect::compareTo)
                    .orElseThrow();
        }
    }

    /** Outcome of an event. */
    sealed interface Applied {
        /** Success: in effect on every node, now or since the event was received first. */
        record Done() implements Applied {}

        /** Failure: the store is unavailable or cannot write; the event has to be sent again. */
        record Unavailable(Duration retryAfter) implements Applied {}
    }
}
