package dev.countersign.server.store.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.database.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCountFoldingTest extends CountFoldingContract {
    @TempDir
    Path folder;

    @Override
    public OpenStore emptyStore() {
        return new OpenStore(folder);
    }

    @Test
    void theSpansOfTheAuditGoWithTheirLastEvent() {
        Instant end = Instant.parse("2026-11-24T00:10:00Z");
        record(SampleEvents.accepted(end.minusMillis(1)).build());
        purgeAt(end.minusMillis(1).plus(Retention.DEFAULT.auditEvents()));
        assertThat(store.count("audit_events WHERE kind = 'token'")).isEqualTo(1);
        assertThat(store.count("audit_spans")).isEqualTo(1);

        purgeAt(end.plus(Retention.DEFAULT.auditEvents()));
        assertThat(store.count("audit_events WHERE kind = 'token'")).isZero();
        assertThat(store.count("audit_spans")).isZero();
    }

    @Test
    void aBusyYearLeavesSomeDozenRows() {
        for (Instant at = DAY; at.isBefore(DAY.plus(Duration.ofDays(365))); at = at.plus(6, ChronoUnit.HOURS)) {
            record(SampleEvents.accepted(at).of(PARTNER, ORDERS).build());
            purgeAt(at);
        }

        assertThat(store.number("SELECT count(*) FROM exchange_counts WHERE whose = 'issuer-1'"))
                .isLessThanOrEqualTo(5 + 32 + 1);
        assertThat(store.number("SELECT count(*) FROM exchange_counts WHERE whose = ''"))
                .isLessThanOrEqualTo(8 * 4 + 1);
        assertThat(store.count("exchanges_between")).isEqualTo(2 * 31);
    }
}
