package dev.countersign.server.console.issuer;

import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.list.Columns;
import dev.countersign.server.console.list.SelectedRows;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.FormEdits;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.subject.BlockSubjects;
import dev.countersign.server.subject.BlockSubjects.Named;
import dev.countersign.server.subject.BlockedSubject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tab of an issuer's blocked subjects: who is blocked, and the form that blocks another one. */
public final class ConnectionSubjects implements ConsoleSection {
    private static final String ONE = ConnectionsSection.PATH + "/{id}/subjects";
    private static final List<String> MEMBERS = List.of("subject", "reason", "until");
    private static final int MOST = 200;
    private static final List<Map.Entry<String, String>> COLUMNS = List.of(
            Columns.column("reason", "Reason"),
            Columns.column("source", "Blocked by"),
            Columns.column("since", "Since"),
            Columns.column("until", "Until"));

    private final BlockSubjects subjects;
    private final IssuerEdits edits;

    public ConnectionSubjects(UseCases useCases, BlockSubjects subjects) {
        this.subjects = subjects;
        this.edits = new IssuerEdits(useCases);
    }

    /**
     * Model of the tab.
     *
     * @param wanted text of the search; empty for all
     * @param selected whether all rows are selected
     */
    public record Page(
            IssuerHead head,
            Fields fields,
            String wanted,
            List<BlockedSubject> blocked,
            Columns columns,
            boolean selected) {
        /** Whether there may be more than are shown. */
        public boolean isCut() {
            return blocked.size() == MOST;
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(ONE, request -> edits.show(request, issuer -> page(request, issuer, fresh(request), 200))),
                Route.form(Role.EDITOR, ONE, request -> edits.show(request, issuer -> block(request, issuer))),
                Route.form(
                        Role.EDITOR,
                        ONE + "/lift",
                        request -> edits.show(request, issuer -> liftSelected(request, issuer))),
                Route.form(
                        Role.EDITOR,
                        ONE + "/{block}/lift",
                        request -> edits.show(request, issuer -> lift(request, issuer))));
    }

    /** A new form, with the subject that a link from an event names. */
    private static Fields fresh(PageRequest request) {
        String subject = request.query().text("subject").orElse("");
        return Fields.of(Map.of("/subject", List.of(subject), "/reason", List.of(""), "/until", List.of("")));
    }

    private PageResponse.Html page(PageRequest request, TrustedIssuer issuer, Fields fields, int status) {
        String wanted = request.query().text("q").orElse("");
        List<BlockedSubject> blocked =
                subjects.list(Optional.of(issuer.name()), wanted, Optional.empty(), MOST).stream()
                        .map(Named::block)
                        .toList();
        return new PageResponse.Html(
                status,
                issuer.name(),
                ConnectionsSection.PATH,
                "connection-subjects.jte",
                new Page(
                        IssuerHead.of(issuer, "subjects"),
                        fields,
                        wanted,
                        blocked,
                        Columns.of(request, "subjects", COLUMNS),
                        SelectedRows.areAll(request)),
                List.of());
    }

    private PageResponse block(PageRequest request, TrustedIssuer issuer) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("issuer", issuer.name());
        for (String member : MEMBERS) {
            request.form().text("/" + member).ifPresent(value -> input.put(member, value));
        }
        return switch (subjects.block(request.administrator(), input)) {
            case Outcome.Done<Named> _ ->
                PageResponse.seeOther(
                        path(issuer),
                        Notice.done("The subject is blocked, and its tokens are revoked.")
                                .offeringToUndo(request.administrator().correlationId()));
            case Outcome.Invalid<Named>(var problems) ->
                page(request, issuer, Fields.of(request.form(), problems), 422);
            case Outcome.Conflict<Named>(var code, var detail, var _) ->
                page(request, issuer, Fields.of(request.form(), List.of(new Problem("/subject", code, detail))), 422);
            case Outcome.Forbidden<Named> _,
                    Outcome.InUse<Named> _,
                    Outcome.NotFound<Named> _,
                    Outcome.Stale<Named> _ -> new PageResponse.NotFound();
        };
    }

    private PageResponse lift(PageRequest request, TrustedIssuer issuer) {
        return FormEdits.removed(
                subjects.lift(request.administrator(), request.variable("block"), new ExpectedVersion.Any()),
                path(issuer),
                path(issuer),
                Notice.done("The block is lifted. Tokens that were revoked stay invalid.")
                        .offeringToUndo(request.administrator().correlationId()));
    }

    private PageResponse liftSelected(PageRequest request, TrustedIssuer issuer) {
        return SelectedRows.change(
                request,
                path(issuer),
                MOST,
                (id, report) -> report.add(
                        subjects.find(id)
                                .map(named -> named.block().subject().subject())
                                .orElse(id),
                        subjects.lift(request.administrator(), id, new ExpectedVersion.Any())),
                "is not blocked any more. Tokens that were revoked stay invalid.",
                "are not blocked any more. Tokens that were revoked stay invalid.");
    }

    private static String path(TrustedIssuer issuer) {
        return IssuerHead.of(issuer, "").path() + "/subjects";
    }
}
