package dev.countersign.server.console.issuer;

import dev.countersign.core.explain.CheckReport;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.insight.ExplainAssertion;
import dev.countersign.server.insight.rehearsal.Rehearsal;
import dev.countersign.server.insight.rehearsal.RehearseIssuer;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.trust.Edit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judgement of earlier requests, and of pasted assertions, by the settings in a form that are not saved. */
public record ConnectionRehearsal(RehearseIssuer rehearse, ExplainAssertion explain) {
    static final String DAYS = "days";
    static final String ASSERTIONS = "assertions";
    static final String APPLICATION = "client_id";
    private static final int MOST_ASSERTIONS = 20;

    /**
     * Result of a rehearsal.
     *
     * @param problems problems of the settings, or of what is to be judged
     * @param rehearsal empty when there are problems
     * @param assertions results of the pasted assertions
     */
    public record Result(List<Problem> problems, Optional<Rehearsal> rehearsal, List<Pasted> assertions) {
        public Result {
            problems = List.copyOf(problems);
            assertions = List.copyOf(assertions);
        }
    }

    /**
     * Result of one pasted assertion, which is not repeated.
     *
     * @param number its number, from 1
     * @param was the code of the refusal by the saved settings, or {@code accepted}
     * @param wouldBe the same by the settings in the form
     * @param evidence of the failed check, by the settings in the form or else by the saved ones
     * @param hasSignatureChecked whether its signature was checked by keys of the settings in the form
     */
    public record Pasted(
            int number, String was, String wouldBe, Optional<Evidence> evidence, boolean hasSignatureChecked) {}

    /** Judges by the settings of a form. */
    Result judge(IssuerId id, Map<String, Object> patch, Form form) {
        var problems = new ArrayList<Problem>();
        String days = form.text(DAYS).orElse(Integer.toString(RehearseIssuer.DEFAULT_DAYS));
        if (!days.matches("[0-9]{1,2}") || !isDays(Integer.parseInt(days))) {
            problems.add(new Problem(
                    DAYS,
                    Problem.OUT_OF_RANGE,
                    "Enter a whole number from 1 to %s.".formatted(RehearseIssuer.MOST_DAYS)));
        }
        List<String> assertions = form.lines(ASSERTIONS);
        if (assertions.size() > MOST_ASSERTIONS) {
            problems.add(new Problem(
                    ASSERTIONS, Problem.OUT_OF_RANGE, "Enter at most %s assertions.".formatted(MOST_ASSERTIONS)));
        }
        if (!problems.isEmpty()) {
            return new Result(problems, Optional.empty(), List.of());
        }
        return switch (rehearse.rehearse(id, new Edit.Merge(patch), Integer.parseInt(days))) {
            case Outcome.Done<Rehearsal>(Rehearsal done) -> explained(done, id, patch, form);
            case Outcome.Invalid<Rehearsal>(var faults) -> new Result(faults, Optional.empty(), List.of());
            case Outcome.Conflict<Rehearsal>(var code, var detail, var faults) ->
                new Result(
                        faults.isEmpty() ? List.of(new Problem("", code, detail)) : faults,
                        Optional.empty(),
                        List.of());
            case Outcome.NotFound<Rehearsal> _,
                    Outcome.Stale<Rehearsal> _,
                    Outcome.InUse<Rehearsal> _,
                    Outcome.Forbidden<Rehearsal> _ ->
                new Result(
                        List.of(new Problem("", "not_found", "The issuer was removed.")), Optional.empty(), List.of());
        };
    }

    private static boolean isDays(int days) {
        return days >= 1 && days <= RehearseIssuer.MOST_DAYS;
    }

    private Result explained(Rehearsal done, IssuerId id, Map<String, Object> patch, Form form) {
        var draft = new LinkedHashMap<>(patch);
        draft.put("id", id.value());
        var results = new ArrayList<Pasted>();
        var problems = new ArrayList<Problem>();
        for (String assertion : form.lines(ASSERTIONS)) {
            var input = new LinkedHashMap<String, Object>();
            input.put("assertion", assertion);
            form.text(APPLICATION).ifPresent(client -> input.put("client_id", client));
            Outcome<Explanation> saved = explain.explain(input);
            input.put("issuer", draft);
            if (saved instanceof Outcome.Done<Explanation>(Explanation before)
                    && explain.explain(input) instanceof Outcome.Done<Explanation>(Explanation after)) {
                results.add(pasted(results.size() + 1, before, after));
            } else if (problems.isEmpty()) {
                problems.add(new Problem(APPLICATION, Problem.MALFORMED, "Enter a client id."));
            }
        }
        return new Result(problems, Optional.of(done), results);
    }

    private static Pasted pasted(int number, Explanation before, Explanation after) {
        return new Pasted(
                number,
                outcome(before),
                outcome(after),
                failure(after).or(() -> failure(before)),
                !after.assumesSignature());
    }

    private static String outcome(Explanation explanation) {
        return explanation.code().map(RejectionCode::value).orElse("accepted");
    }

    private static Optional<Evidence> failure(Explanation explanation) {
        return explanation.checks().stream()
                .filter(check -> check.status() == CheckReport.Status.FAILED)
                .findFirst()
                .flatMap(CheckReport::evidence);
    }
}
