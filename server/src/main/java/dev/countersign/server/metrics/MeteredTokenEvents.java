package dev.countersign.server.metrics;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvents;

/** Receiver that counts token events and passes them on. */
public final class MeteredTokenEvents implements TokenEvents {
    private final Meters meters;
    private final TokenEvents next;

    public MeteredTokenEvents(Meters meters, TokenEvents next) {
        this.meters = meters;
        this.next = next;
    }

    @Override
    public void record(TokenEvent event) {
        meters.tokenRequest(event);
        next.record(event);
    }
}
