package dev.countersign.server.admin;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.server.insight.RevokedTokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** A store with three valid tokens for any selection. */
final class CountedTokens implements RevokedTokens {
    private static final long VALID = 3;

    private final List<AdminEvent> events = new ArrayList<>();

    List<AdminEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public long revoke(Whose whose, Instant now, LongFunction<AdminEvent> event) {
        events.add(event.apply(VALID));
        return VALID;
    }
}
