package dev.countersign.server.console.page;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Proposal;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Responses to changes made by a form, one for each outcome. */
public final class FormEdits {
    private static final Notice STALE = Notice.problem(
            "This was changed in the meantime. The form shows your input; save it again to overwrite the current values.");

    private static final Notice PROPOSED =
            Notice.warning("This form has a proposed value. Nothing is saved until you press Update.");

    private FormEdits() {}

    /** The version that the form was based on; without one nothing is changed. */
    public static ExpectedVersion version(PageRequest request) {
        return new ExpectedVersion.OneOf(request.form().all("version"));
    }

    /** A form of settings with the saved values, or with those that the link to it proposes. */
    public static PageResponse.Html show(PageRequest request, Fields saved, Function<Fields, PageResponse.Html> page) {
        Proposal proposal = Proposal.of(request.query());
        PageResponse.Html shown = page.apply(proposal.in(saved));
        return proposal.isEmpty() ? shown : shown.with(PROPOSED);
    }

    /** The response to a change that is confirmed by a sentence. */
    public static <T> PageResponse answer(
            Outcome<Saved<T>> outcome, String path, String done, Function<List<Problem>, PageResponse.Html> again) {
        return answer(outcome, path, _ -> Notice.done(done), again);
    }

    /**
     * The response to a change.
     *
     * @param path the page that confirms the change
     * @param done the notice about the resource after the change
     * @param again the form with its problems
     */
    public static <T> PageResponse answer(
            Outcome<Saved<T>> outcome,
            String path,
            Function<T, Notice> done,
            Function<List<Problem>, PageResponse.Html> again) {
        return switch (outcome) {
            case Outcome.Done<Saved<T>>(var saved) -> {
                var notices = new ArrayList<Notice>();
                notices.add(done.apply(saved.value()));
                saved.warnings().forEach(warning -> notices.add(Notice.about(warning)));
                yield new PageResponse.SeeOther(path, notices);
            }
            case Outcome.Invalid<Saved<T>>(var problems) -> again.apply(problems);
            case Outcome.Forbidden<Saved<T>>(var problems) -> again.apply(problems);
            case Outcome.Conflict<Saved<T>>(var _, var detail, var problems) ->
                again.apply(problems.isEmpty() ? List.of(new Problem("", "conflict", detail)) : problems);
            case Outcome.Stale<Saved<T>>() -> again.apply(List.of()).with(STALE);
            case Outcome.InUse<Saved<T>>(var names) ->
                again.apply(List.of(new Problem("", "in_use", "In use by " + String.join(", ", names) + ".")));
            case Outcome.NotFound<Saved<T>>() -> new PageResponse.NotFound();
        };
    }

    /** The response to a removal that is confirmed by a sentence. */
    public static <T> PageResponse removed(Outcome<T> outcome, String list, String question, String done) {
        return removed(outcome, list, question, Notice.done(done));
    }

    /** The response to a removal, whose outcome holds the removed resource. */
    public static <T> PageResponse removed(Outcome<T> outcome, String list, String question, Notice done) {
        return switch (outcome) {
            case Outcome.Done<T> _ -> PageResponse.seeOther(list, done);
            case Outcome.Stale<T>() ->
                PageResponse.seeOther(
                        question,
                        Notice.problem("This was changed in the meantime. The page shows the current values."));
            case Outcome.InUse<T>(var names) ->
                PageResponse.seeOther(question, Notice.problem("In use by " + String.join(", ", names) + "."));
            case Outcome.Forbidden<T>(var problems) ->
                PageResponse.seeOther(
                        question, Notice.problem(problems.getFirst().detail()));
            case Outcome.Invalid<T> _, Outcome.Conflict<T> _, Outcome.NotFound<T> _ -> new PageResponse.NotFound();
        };
    }
}
