package dev.countersign.server.admin;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.server.management.RevokedTokens;
import java.time.Instant;
import java.util.function.LongFunction;

/** A store in which no token is valid. */
final class NoTokens implements RevokedTokens {
    @Override
    public long live(Whose whose, Instant now) {
        return 0;
    }

    @Override
    public long revoke(Whose whose, Instant now, LongFunction<AdminEvent> event) {
        return 0;
    }
}
