package dev.countersign.server.notice;

import dev.countersign.core.jose.signing.KeyedHash;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Delivery of messages to the webhook: signed, at least once, by one node. After a failed attempt the next one follows
 * with exponential back-off.
 */
public final class NoticeWebhook {
    static final String SIGNATURE = "Countersign-Signature";
    static final String DELIVERY = "Countersign-Delivery";

    /** Longest back-off. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final int MOST = 5;

    /** Batches without a pause. */
    private static final int MOST_BATCHES = 20;

    /** Longer than the attempts of one batch take. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final int LARGEST_EXPONENT = 12;
    private static final System.Logger LOG = System.getLogger(NoticeWebhook.class.getName());

    private final NoticeDeliveries deliveries;
    private final Receiver receiver;
    private final KeyedHash signature;
    private final InstantSource clock;

    /** The receiver of messages. */
    @FunctionalInterface
    public interface Receiver {
        /** Sends a message; returns the reason why it was not accepted, as a clause, or empty. */
        Optional<String> send(byte[] body, Map<String, String> headers);
    }

    /** @param signature keyed with the secret that the receiver has, too */
    public NoticeWebhook(NoticeDeliveries deliveries, Receiver receiver, KeyedHash signature, InstantSource clock) {
        this.deliveries = deliveries;
        this.receiver = receiver;
        this.signature = signature;
        this.clock = clock;
    }

    /**
     * Sends the messages that are due, as long as the receiver accepts all of a batch.
     *
     * @throws dev.countersign.server.operation.StoreUnavailableException when the store cannot be used
     */
    public void run() {
        boolean goOn = true;
        for (int batch = 0; goOn && batch < MOST_BATCHES; batch++) {
            List<NoticeDelivery> claimed = deliveries.claim(clock.instant(), LEASE, MOST);
            long accepted = claimed.stream().filter(this::send).count();
            goOn = accepted == MOST;
        }
    }

    /**
     * Ends the notices of organizations that are disabled or deleted.
     *
     * @throws dev.countersign.server.operation.StoreUnavailableException when the store cannot be used
     */
    public void endOfDisabled() {
        deliveries.endOfDisabled(clock.instant());
    }

    /** Whether the message was accepted. */
    private boolean send(NoticeDelivery delivery) {
        byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
        Optional<String> failure = receiver.send(body, headers(delivery, clock.instant()));
        if (failure.isEmpty()) {
            deliveries.delivered(delivery);
            return true;
        }
        Optional<Instant> next = next(delivery, clock.instant());
        LOG.log(
                next.isPresent() ? Level.DEBUG : Level.WARNING,
                "The notice delivery {0} failed, {1}: the webhook {2}",
                delivery.id(),
                next.isPresent() ? "and is tried again" : "and is given up",
                failure.get());
        deliveries.failed(delivery, next, failure.get());
        return false;
    }

    /** The time is signed with the body, so that a recorded message cannot be presented later as a new one. */
    private Map<String, String> headers(NoticeDelivery delivery, Instant now) {
        String time = Long.toString(now.getEpochSecond());
        byte[] code = signature.of((time + "." + delivery.body()).getBytes(StandardCharsets.UTF_8));
        var headers = new LinkedHashMap<String, String>();
        headers.put(SIGNATURE, "t=%s,v1=%s".formatted(time, HexFormat.of().formatHex(code)));
        headers.put(DELIVERY, delivery.id());
        return headers;
    }

    /** One second after the first attempt, then twice as long each time, up to an hour. */
    private static Optional<Instant> next(NoticeDelivery delivery, Instant now) {
        long exponent = Math.min(LARGEST_EXPONENT, delivery.attempts() - 1);
        Duration doubled = Duration.ofSeconds(1L << exponent);
        Instant next = now.plus(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
        return Optional.of(next).filter(time -> time.isBefore(delivery.giveUpAt()));
    }
}
