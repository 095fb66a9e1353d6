package dev.countersign.server.insight.rehearsal;

import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.insight.AuditDocument;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.AuditSearchResult;
import dev.countersign.server.registry.change.IssuerUseCases;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.kind.IssuerFields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The states of an issuer in the last days, from the changes in the audit: a request was judged by the state of its
 * time.
 *
 * @param versions the newest first
 * @param since time from which the issuer has had its name, by which its requests are found
 */
record IssuerHistory(List<Version> versions, Instant since) {
    /** Limit of changes that are read, because each may have to be parsed. */
    static final int MOST_CHANGES = 200;

    /** Time for which a node may still use the state before a change, or the clocks of nodes may differ. */
    private static final Duration TRANSITION = Duration.ofSeconds(10);

    private static final String UPDATED = "trusted_token_issuer.updated";

    /**
     * A state of the issuer.
     *
     * @param from the first moment
     * @param issuer empty when the audit does not tell the state
     */
    record Version(Instant from, Optional<TrustedIssuer> issuer) {}

    IssuerHistory {
        versions = List.copyOf(versions);
    }

    /** The states that may have been in effect at a time; more than one around the time of a change. */
    List<Version> at(Instant time) {
        var possible = new ArrayList<Version>();
        Instant until = Instant.MAX;
        for (Version version : versions) {
            if (!time.isBefore(version.from().minus(TRANSITION)) && until.compareTo(time) >= 0) {
                possible.add(version);
            }
            until = version.from().plus(TRANSITION);
        }
        return possible;
    }

    /** Reads the changes since a time, the newest first. */
    static IssuerHistory read(
            AuditRecords audit, IssuerUseCases issuers, TrustedIssuer issuer, Instant since, Duration timeLimit) {
        var history = new Reading(issuers, issuer, later(since, issuer.createdAt()));
        AuditQuery query = changes(issuer.name(), history.since, audit.latest());
        AuditSearchResult result = audit.search(query, timeLimit);
        result.found().forEach(history::add);
        return history.done(result.rest().isPresent());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static AuditQuery changes(String name, Instant since, long latest) {
        return new AuditQuery(
                Optional.empty(),
                Optional.of("admin"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(since),
                Optional.empty(),
                Optional.empty(),
                Stretch.backFrom(latest),
                MOST_CHANGES);
    }

    /** The history while it is read backwards. */
    private static final class Reading {
        private final IssuerUseCases issuers;
        private final TrustedIssuer present;
        private final List<Version> versions = new ArrayList<>();
        /** The state after the next change to be read; empty when the audit does not tell it. */
        private Optional<TrustedIssuer> state;
        /** The {@code updated_at} of that state, which is different after every change. */
        private Optional<Object> updatedAt;

        private Instant since;
        private boolean renamed;

        Reading(IssuerUseCases issuers, TrustedIssuer present, Instant since) {
            this.issuers = issuers;
            this.present = present;
            this.since = since;
            this.state = Optional.of(present);
            this.updatedAt = updatedAt(IssuerFields.document(present));
        }

        void add(AuditRecord event) {
            Map<String, Object> change = AuditDocument.of(event);
            if (renamed
                    || !event.stage().equals(UPDATED)
                    || !present.id().value().equals(change.get("target_id"))) {
                return;
            }
            Optional<Map<String, Object>> before = member(change, "before");
            boolean complete =
                    member(change, "after").flatMap(Reading::updatedAt).equals(updatedAt);
            versions.add(new Version(event.at(), complete ? state : Optional.empty()));
            state = before.flatMap(members -> issuers.asRecorded(present, members));
            updatedAt = before.flatMap(Reading::updatedAt);
            if (!before.map(members -> members.get("name")).equals(Optional.of(present.name()))) {
                renamed = true;
                since = event.at();
            }
        }

        IssuerHistory done(boolean isCut) {
            if (!renamed) {
                versions.add(new Version(since, isCut ? Optional.empty() : state));
            }
            return new IssuerHistory(versions, since);
        }

        private static Optional<Map<String, Object>> member(Map<String, Object> change, String name) {
            return Optional.ofNullable(change.get(name)).flatMap(JsonValues::members);
        }

        private static Optional<Object> updatedAt(Map<String, Object> document) {
            return Optional.ofNullable(document.get("updated_at"));
        }
    }
}
