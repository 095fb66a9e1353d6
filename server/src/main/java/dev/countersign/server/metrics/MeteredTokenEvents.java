package dev.countersign.server.metrics;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvents;

/** Receiver that counts token events and passes them on. */
public record MeteredTokenEvents(Meters meters, TokenEvents next) implements TokenEvents {

    @Override
    public void record(TokenEvent event) {
        meters.tokenRequest(event);
        next.record(event);
    }
}
