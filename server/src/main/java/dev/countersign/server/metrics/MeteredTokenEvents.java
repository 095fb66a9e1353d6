package dev.countersign.server.metrics;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvents;

/**
 * Receiver that counts token events and passes them on.
 *
 * @param organization the slug, or {@code root}
 */
public record MeteredTokenEvents(Meters meters, String organization, TokenEvents next) implements TokenEvents {

    @Override
    public void record(TokenEvent event) {
        meters.tokenRequest(organization, event);
        next.record(event);
    }
}
