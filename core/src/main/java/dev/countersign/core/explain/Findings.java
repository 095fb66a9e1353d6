package dev.countersign.core.explain;

import dev.countersign.core.explain.CheckReport.Status;
import dev.countersign.core.grant.GrantWalk;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.IssuerPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Check sequence of an explanation, which reports every check. */
final class Findings implements GrantWalk {
    private final List<CheckReport> reports = new ArrayList<>();
    private Optional<IssuerPolicy> issuer = Optional.empty();
    private Optional<GrantProfile> profile = Optional.empty();
    private String lastReason = "";

    @Override
    public boolean note(RejectionCode code, String title, CheckOutcome outcome) {
        reports.add(
                switch (ofDraft(outcome)) {
                    case CheckOutcome.Passed(Supplier<Evidence> evidence) ->
                        new CheckReport(code, title, Status.PASSED, Optional.of(evidence.get()), Optional.empty());
                    case CheckOutcome.Failed(Rejection rejection) -> {
                        Evidence evidence = rejection.evidence();
                        yield new CheckReport(
                                rejection.code(),
                                title,
                                Status.FAILED,
                                Optional.of(evidence),
                                Optional.of(evidence.hint()));
                    }
                    case CheckOutcome.Skipped(String reason) -> {
                        lastReason = reason;
                        yield new CheckReport(
                                code,
                                title,
                                Status.SKIPPED,
                                Optional.empty(),
                                Optional.of("Not judged: " + reason + "."));
                    }
                });
        return true;
    }

    /** A token request would fetch the keys that a draft lacks, so their absence says nothing about it. */
    private static CheckOutcome ofDraft(CheckOutcome outcome) {
        return outcome instanceof CheckOutcome.Failed(DependencyRejection.IssuerKeysNotFetched missing)
                ? new CheckOutcome.Skipped(missing.reason())
                : outcome;
    }

    @Override
    public boolean hasFailed() {
        return code().isPresent();
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void resolved(IssuerPolicy policy, String label) {
        issuer = Optional.of(policy);
    }

    @Override
    public void verifiesBy(GrantProfile used) {
        profile = Optional.of(used);
    }

    /** The profile of the grant. */
    Optional<GrantProfile> profile() {
        return profile;
    }

    /** The trusted token issuer of the request. */
    Optional<IssuerPolicy> issuer() {
        return issuer;
    }

    /** The reason for skipping the last skipped check. */
    String lastReason() {
        return lastReason;
    }

    List<CheckReport> reports() {
        return reports;
    }

    /** The refusal of the exchange, which stops at the first failed check. */
    Optional<RejectionCode> code() {
        return reports.stream()
                .filter(report -> report.status() == Status.FAILED)
                .map(CheckReport::code)
                .findFirst();
    }
}
