package dev.countersign.server.store.audit;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.RejectionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Token events of few parties and reasons, so that many affect the same rows. */
final class GeneratedEvents {
    static final List<IssuerId> ISSUERS = List.of(new IssuerId("issuer-a"), new IssuerId("issuer-b"));
    static final List<ApplicationId> APPLICATIONS =
            List.of(new ApplicationId("application-a"), new ApplicationId("application-b"));

    private static final List<RejectionCode> CODES = List.of(
            RejectionCode.ISSUER_UNKNOWN, RejectionCode.ASSERTION_EXPIRED, RejectionCode.CLIENT_UNAUTHENTICATED);

    private final Random random;

    GeneratedEvents(Random random) {
        this.random = random;
    }

    /** Most of them a moment before this time, some long before, and in no order. */
    List<TokenEvent> before(Instant now) {
        return IntStream.range(0, random.nextInt(12))
                .mapToObj(_ -> event(now.minus(lateness())))
                .toList();
    }

    /** Often whole hours and days, where boundaries are. */
    private Duration lateness() {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ofMillis(random.nextInt(5_000));
            case 1 -> Duration.ofMinutes(random.nextInt(180));
            case 2 -> Duration.ofHours(random.nextInt(30));
            default -> Duration.ofDays(random.nextInt(35));
        };
    }

    private TokenEvent event(Instant at) {
        SampleEvents event = switch (random.nextInt(5)) {
            case 0 -> SampleEvents.fault(at);
            case 1, 2 -> SampleEvents.refused(at).code(CODES.get(random.nextInt(CODES.size())));
            default -> SampleEvents.accepted(at);
        };
        return event.of(one(ISSUERS), one(APPLICATIONS))
                .subject("user-" + random.nextInt(3))
                .correlationId("correlation-" + random.nextInt(1_000))
                .build();
    }

    private <T> Optional<T> one(List<T> all) {
        return Optional.of(all.get(random.nextInt(all.size()))).filter(_ -> random.nextInt(5) > 0);
    }
}
