package dev.countersign.server.console.undo;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.console.page.ChangeReport;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.AuditSearchResult;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.RegisteredKind;
import dev.countersign.server.subject.BlockSubjects;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Form that undoes changes: the former documents are in the audit, and are put back by ordinary changes on record,
 * where nothing else has changed the resource since.
 */
public record UndoSection(UseCases useCases, BlockSubjects subjects, AuditRecords audit) implements ConsoleSection {
    private static final Duration TIME_LIMIT = Duration.ofMillis(300);
    private static final int MOST = 500;

    /** One change on record. */
    private record Change(String targetId, String targetName, Map<String, Object> before, Map<String, Object> after) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.form(Role.EDITOR, "/undo", this::undo));
    }

    private PageResponse undo(PageRequest request) {
        Optional<AuditSearchResult> searched = request.form()
                .text("change")
                .map(change -> recorded(change, request.administrator().name()));
        if (searched.flatMap(AuditSearchResult::rest).isPresent()) {
            return answer(
                    request,
                    List.of(Notice.problem("The audit could not be searched to its end. Nothing was changed.")));
        }
        var report = new ChangeReport();
        searched.stream()
                .flatMap(found -> found.found().stream())
                .forEach(event -> undo(request.administrator(), event, report));
        long revoked = searched.stream()
                .flatMap(found -> found.found().stream())
                .mapToLong(UndoSection::revoked)
                .sum();
        String exception = RevocationNotice.exception(revoked) + ".";
        List<Notice> notices = report.notices("is as it was before" + exception, "are as they were before" + exception);
        return answer(
                request,
                notices.isEmpty()
                        ? List.of(Notice.problem("There is no change of yours to undo. Nothing was changed."))
                        : notices);
    }

    private static PageResponse answer(PageRequest request, List<Notice> notices) {
        return new PageResponse.SeeOther(request.returnTo(""), notices);
    }

    /** The changes of a correlation id that this administrator made, the oldest first. */
    private AuditSearchResult recorded(String correlationId, String actor) {
        Optional<String> any = Optional.empty();
        var query = new AuditQuery(
                Optional.of(correlationId),
                Optional.of("admin"),
                any,
                any,
                any,
                any,
                any,
                Optional.of(actor),
                Optional.empty(),
                Optional.empty(),
                any,
                AuditQuery.Stretch.between(0, audit.latest()),
                MOST);
        return audit.search(query, TIME_LIMIT);
    }

    private void undo(Administrator administrator, AuditRecord event, ChangeReport report) {
        Change change = change(event);
        switch (event.stage()) {
            case "trusted_token_issuer.updated" ->
                restore(
                        RegisteredKind.ISSUERS,
                        change,
                        report,
                        (version, edit) -> useCases.issuers()
                                .change(administrator, new IssuerId(change.targetId()), version, edit));
            case "application.updated" ->
                restore(
                        RegisteredKind.APPLICATIONS,
                        change,
                        report,
                        (version, edit) -> useCases.applications()
                                .change(administrator, new ApplicationId(change.targetId()), version, edit));
            case "api_resource.updated" ->
                restore(
                        RegisteredKind.API_RESOURCES,
                        change,
                        report,
                        (version, edit) -> useCases.apiResources()
                                .change(administrator, new ApiResourceId(change.targetId()), version, edit));
            case "blocked_subject.created" ->
                report.add(
                        change.targetName(),
                        subjects.lift(administrator, change.targetId(), new ExpectedVersion.Any()));
            case "blocked_subject.deleted" -> report.add(change.targetName(), blockAgain(administrator, change));
            default -> {
                // the other changes of the request, such as the revocation of tokens, are final
            }
        }
    }

    /** The number of tokens that the change revoked for good. */
    private static long revoked(AuditRecord event) {
        boolean revokes =
                event.stage().endsWith(".tokens_revoked") || event.stage().equals("blocked_subject.created");
        return revokes && change(event).after().get("revoked") instanceof Number count ? count.longValue() : 0;
    }

    /** Blocks a subject again, unless its issuer had blocked it: the block would be one of an administrator now. */
    private Outcome<?> blockAgain(Administrator administrator, Change change) {
        return "administrator".equals(change.before().get("source"))
                ? subjects.block(administrator, change.before())
                : new Outcome.Conflict<>(
                        "blocked_by_issuer",
                        "The issuer had blocked it, and only the issuer does so again.",
                        List.of());
    }

    /** Puts the former document back, provided that the present one is what the change left. */
    private <T> void restore(
            RegisteredKind<T> kind,
            Change change,
            ChangeReport report,
            BiFunction<ExpectedVersion, Edit, Outcome<?>> save) {
        Optional<T> present = useCases.configuration().find(kind, change.targetId());
        if (present.isEmpty()) {
            report.add(change.targetName(), new Outcome.NotFound<>());
            return;
        }
        Map<String, Object> document = read(JsonText.write(kind.document(present.get())));
        if (content(document).equals(content(change.before()))) {
            return; // restored together with another one, such as the name of an issuer in its applications
        }
        if (!document.equals(change.after())) {
            report.add(change.targetName(), new Outcome.Stale<>());
        } else if (!Undo.isPossible(change.before(), change.after())) {
            report.refuse(change.targetName(), "A change of keys or secrets cannot be undone.");
        } else {
            String version = kind.version().apply(present.get());
            report.add(
                    change.targetName(),
                    save.apply(new ExpectedVersion.OneOf(List.of(version)), new Edit.Replace(change.before())));
        }
    }

    private static Map<String, Object> content(Map<String, Object> document) {
        var content = new HashMap<>(document);
        content.remove("updated_at");
        return content;
    }

    private static Change change(AuditRecord event) {
        Map<String, Object> members = read(event.detail().getBytes(StandardCharsets.UTF_8));
        return new Change(
                String.valueOf(members.get("target_id")),
                String.valueOf(members.get("target_name")),
                object(members, "before"),
                object(members, "after"));
    }

    private static Map<String, Object> read(byte[] json) {
        return StrictJson.readObject(json) instanceof Parsed.Read(Map<String, Object> members) ? members : Map.of();
    }

    private static Map<String, Object> object(Map<String, Object> members, String name) {
        var object = new HashMap<String, Object>();
        if (members.get(name) instanceof Map<?, ?> found) {
            found.forEach((key, value) -> object.put(String.valueOf(key), value));
        }
        return object;
    }
}
