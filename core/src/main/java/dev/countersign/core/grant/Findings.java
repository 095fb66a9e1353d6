package dev.countersign.core.grant;

import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.grant.CheckReport.Status;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The reports of an explanation while it is made. */
final class Findings {
    private final List<CheckReport> reports = new ArrayList<>();

    /** Notes what came of a check. */
    void note(RejectionCode code, String title, CheckOutcome outcome) {
        reports.add(
                switch (outcome) {
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
                    case CheckOutcome.Skipped(String reason) ->
                        new CheckReport(
                                code,
                                title,
                                Status.SKIPPED,
                                Optional.empty(),
                                Optional.of("Not judged: " + reason + "."));
                });
    }

    /** Notes that a check could not be judged. */
    void skip(RejectionCode code, String title, String reason) {
        note(code, title, new CheckOutcome.Skipped(reason));
    }

    List<CheckReport> reports() {
        return reports;
    }

    /** The refusal of the exchange, which stops at the first check that fails. */
    Optional<RejectionCode> code() {
        return reports.stream()
                .filter(report -> report.status() == Status.FAILED)
                .map(CheckReport::code)
                .findFirst();
    }
}
