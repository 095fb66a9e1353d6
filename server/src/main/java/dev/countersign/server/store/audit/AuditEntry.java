package dev.countersign.server.store.audit;

import dev.countersign.core.audit.RefusalSummary;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.server.store.column.OrganizationKey;
import java.time.Instant;

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

    /** One request. */
    record Single(OrganizationKey organization, TokenEvent event) implements AuditEntry {
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
    }
}
