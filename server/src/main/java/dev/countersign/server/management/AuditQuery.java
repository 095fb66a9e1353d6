package dev.countersign.server.management;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which audit events are asked for: those that meet every filter that is there. All are compared exactly but for
 * {@code q}.
 *
 * @param kind {@code token} or {@code admin}
 * @param outcome {@code accepted}, {@code refused}, {@code fault}, or {@code changed} for an administrative change
 * @param issuer the name of a trusted token issuer
 * @param application the name of an application or its client id
 * @param from the first moment, inclusive
 * @param to the last moment, inclusive
 * @param q a text that stands in any of the columns above, in any letter case
 * @param before the cursor: only events older than the one of this id
 * @param limit how many at most, 1 to {@value #MOST}
 */
public record AuditQuery(
        Optional<String> correlationId,
        Optional<String> kind,
        Optional<String> outcome,
        Optional<String> code,
        Optional<String> issuer,
        Optional<String> application,
        Optional<String> subject,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> q,
        OptionalLong before,
        int limit) {

    /** The longest page. */
    public static final int MOST = 1000;

    public AuditQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit outside 1 to " + MOST);
        }
    }
}
