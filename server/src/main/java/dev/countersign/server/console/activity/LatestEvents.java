package dev.countersign.server.console.activity;

import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The latest events about one issuer or application. */
public final class LatestEvents {
    private static final int MOST = 50;
    private static final Duration TIME_LIMIT = Duration.ofMillis(300);

    private LatestEvents() {}

    public static List<AuditRecord> ofIssuer(AuditRecords audit, String name) {
        return of(audit, Optional.of(name), Optional.empty());
    }

    public static List<AuditRecord> ofApplication(AuditRecords audit, String name) {
        return of(audit, Optional.empty(), Optional.of(name));
    }

    private static List<AuditRecord> of(AuditRecords audit, Optional<String> issuer, Optional<String> application) {
        var query = new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                issuer,
                application,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AuditQuery.Stretch.backFrom(audit.latest()),
                MOST);
        return audit.search(query, TIME_LIMIT).found();
    }
}
