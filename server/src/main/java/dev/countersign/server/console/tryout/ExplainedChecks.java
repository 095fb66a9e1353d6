package dev.countersign.server.console.tryout;

import dev.countersign.core.explain.CheckReport;
import dev.countersign.core.explain.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The checks of an explanation, in the order of the exchange.
 *
 * @param reached checks with a result, and those with nothing to check
 * @param notReached checks that could not be made because an earlier one failed
 */
public record ExplainedChecks(List<Check> reached, List<Check> notReached) {
    /** An empty list of checks. */
    static final ExplainedChecks NONE = new ExplainedChecks(List.of(), List.of());

    public ExplainedChecks {
        reached = List.copyOf(reached);
        notReached = List.copyOf(notReached);
    }

    /** One check in display form. */
    public record Check(CheckReport report, String style, String word) {}

    static ExplainedChecks of(Explanation explanation) {
        var reached = new ArrayList<Check>();
        var notReached = new ArrayList<Check>();
        boolean failed = false;
        for (CheckReport report : explanation.checks()) {
            switch (report.status()) {
                case PASSED -> reached.add(new Check(report, "passed", "passed"));
                case FAILED -> reached.add(new Check(report, "failed", "failed"));
                case SKIPPED -> {
                    if (failed) {
                        notReached.add(new Check(report, "skipped", "not reached"));
                    } else {
                        String word = report.assumesCertificate() ? "not checked" : "nothing to check";
                        reached.add(new Check(report, "skipped", word));
                    }
                }
            }
            failed |= report.status() == CheckReport.Status.FAILED;
        }
        return new ExplainedChecks(reached, notReached);
    }

    /** The check at which the exchange would stop. */
    public Optional<Check> firstFailed() {
        return reached.stream()
                .filter(check -> check.report().status() == CheckReport.Status.FAILED)
                .findFirst();
    }
}
