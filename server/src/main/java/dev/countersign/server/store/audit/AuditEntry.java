package dev.countersign.server.store.audit;

import dev.countersign.core.audit.RefusalSummary;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.server.store.column.OrganizationKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row of the audit of token requests. */
public sealed interface AuditEntry {
    OrganizationKey organization();

    Instant at();

    Outcome outcome();

    /** Number of token requests that the entry represents. */
    long requests();

    /** Adds the entry to the counts. */
    void countIn(CountDelta delta);

    /** The entry without text from a caller, for a store that refuses that text. */
    AuditEntry withoutText();

    /** The members that have no column, as JSON. */
    String detail();

    /** The whole entry as JSON, in one line. */
    String line();

    /** One request. Its row and its line have the same members; their JSON is made once. */
    final class Single implements AuditEntry {
        private final OrganizationKey organization;
        private final TokenEvent event;
        private @Nullable String detail;

        Single(OrganizationKey organization, TokenEvent event) {
            this.organization = organization;
            this.event = event;
        }

        @Override
        public OrganizationKey organization() {
            return organization;
        }

        TokenEvent event() {
            return event;
        }

        @Override
        public String detail() {
            String made = detail;
            if (made == null) {
                made = TokenEventJson.detail(event);
                detail = made;
            }
            return made;
        }

        @Override
        public String line() {
            return TokenEventJson.line(event, detail());
        }

        @Override
        public Instant at() {
            return event.at();
        }

        @Override
        public Outcome outcome() {
            return event.outcome();
        }

        @Override
        public long requests() {
            return 1;
        }

        @Override
        public void countIn(CountDelta delta) {
            delta.add(organization, event);
        }

        @Override
        public AuditEntry withoutText() {
            return new Single(organization, EventText.replaced(event));
        }
    }

    /**
     * Many requests of unauthenticated callers.
     *
     * @param counts the counts of these requests, whose events are not kept
     */
    record Summary(OrganizationKey organization, RefusalSummary summary, CountDelta counts) implements AuditEntry {
        @Override
        public Instant at() {
            return summary.to();
        }

        @Override
        public Outcome outcome() {
            return summary.outcome();
        }

        @Override
        public long requests() {
            return summary.count();
        }

        @Override
        public void countIn(CountDelta delta) {
            delta.add(counts);
        }

        @Override
        public AuditEntry withoutText() {
            return this;
        }

        @Override
        public String detail() {
            return TokenEventJson.detail(summary);
        }

        @Override
        public String line() {
            return TokenEventJson.line(summary);
        }
    }
}
