package dev.countersign.server.insight.rehearsal;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.AuditSearchResult;
import dev.countersign.server.insight.rehearsal.IssuerHistory.Version;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.change.IssuerDraft;
import dev.countersign.server.registry.change.IssuerUseCases;
import dev.countersign.server.registry.trust.Edit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Use case that judges the requests of the last days by a draft of their issuer; nothing is changed or fetched. */
public record RehearseIssuer(IssuerUseCases issuers, AuditRecords audit, InstantSource clock) {
    public static final int DEFAULT_DAYS = 7;
    public static final int MOST_DAYS = 30;

    /** Limit of requests, of which the newest are judged. */
    public static final int MOST_REQUESTS = 10_000;

    /** Time after which no further requests are read. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    /** Time limit of one search, after which its connection is free for others. */
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private static final Judgement.Unknown NO_STATE =
            new Judgement.Unknown("the audit does not tell how the issuer was configured at that time");
    private static final Judgement.Unknown IN_TRANSITION =
            new Judgement.Unknown("the issuer was changed at about that time");

    /**
     * Judges requests by the issuer after an edit. One rehearsal of an organization runs at a time: others need the
     * connections to the database, too.
     *
     * @param days number of days, 1 to {@value #MOST_DAYS}
     */
    public synchronized Outcome<Rehearsal> rehearse(IssuerId id, Edit edit, int days) {
        return issuers.draft(id, edit)
                .map(draft -> rehearsal(draft, draft.before().orElseThrow(), days));
    }

    private Rehearsal rehearsal(IssuerDraft draft, TrustedIssuer present, int days) {
        Instant since = clock.instant().minus(Duration.ofDays(days));
        IssuerHistory history = IssuerHistory.read(audit, issuers, present, since, TIME_LIMIT);
        var judge = new DraftJudge(draft);
        var counts = new RehearsalCounts();
        long end = System.nanoTime() + TIME_LIMIT.toNanos();
        AuditQuery query = requests(present.name(), history.since(), audit.latest());
        Optional<Stretch> rest = Optional.of(query.stretch());
        Instant reached = history.since();
        while (rest.isPresent() && counts.read() < MOST_REQUESTS && end - System.nanoTime() > 0) {
            AuditSearchResult result = audit.search(query.with(rest.get(), AuditQuery.MOST), AT_ONCE);
            result.found().forEach(event -> counts.add(event, judged(event, history, judge)));
            rest = result.rest();
            reached = result.restBegins().orElse(history.since());
        }
        return counts.rehearsal(rest.isPresent() ? reached : history.since());
    }

    /** The result by each state of the issuer that the request may have been judged by, if they agree. */
    private static Judgement judged(AuditRecord event, IssuerHistory history, DraftJudge judge) {
        RecordedRequest request = RecordedRequest.of(event);
        List<Version> versions = history.at(event.at());
        Set<Judgement> judgements = versions.stream()
                .map(version -> version.issuer()
                        .map(issuer -> judge.judge(request, issuer))
                        .orElse(NO_STATE))
                .collect(Collectors.toSet());
        return judgements.size() == 1 ? judgements.iterator().next() : judgements.isEmpty() ? NO_STATE : IN_TRANSITION;
    }

    private static AuditQuery requests(String name, Instant since, long latest) {
        return new AuditQuery(
                Optional.empty(),
                Optional.of("token"),
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
                AuditQuery.MOST);
    }
}
