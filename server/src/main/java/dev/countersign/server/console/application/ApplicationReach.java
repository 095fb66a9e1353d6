package dev.countersign.server.console.application;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.form.MemberFields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.FormEdits;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.kind.ApplicationFields;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Tab of an application with the issuers and the scopes that it may use. */
public final class ApplicationReach implements ConsoleSection {
    private static final String ONE = ApplicationsSection.PATH + "/{id}/issuers";
    private static final String WANTED = "q";
    private static final String ISSUERS = "/trusted_token_issuers";
    private static final List<? extends Field<?, ?, ?>> ROWS = ApplicationFields.TABLE.in("scopes", "reach");

    /** Number of issuers that can be chosen without a search. */
    private static final int MOST = 50;

    private final UseCases useCases;
    private final ApplicationEdits edits;

    public ApplicationReach(UseCases useCases) {
        this.useCases = useCases;
        this.edits = new ApplicationEdits(useCases);
    }

    /**
     * Model of the tab.
     *
     * @param issuers names of the chosen issuers, and of the others that are shown
     * @param more number of issuers that the search finds and that are not shown
     * @param searchable whether there are too many issuers to show all
     */
    public record Page(ApplicationHead head, Fields fields, List<String> issuers, int more, boolean searchable) {
        public List<? extends Field<?, ?, ?>> rows() {
            return ROWS;
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(
                        ONE,
                        request -> edits.show(
                                request,
                                application -> FormEdits.show(
                                        request, fields(application), fields -> html(application, fields, 200)))),
                Route.form(Role.EDITOR, ONE, this::update),
                Route.form(
                        Role.EDITOR,
                        ONE + "/search",
                        request -> edits.show(request, application -> search(request, application))));
    }

    private PageResponse.Html html(RegisteredClient application, Fields fields, int status) {
        return new PageResponse.Html(
                status,
                application.name(),
                ApplicationsSection.PATH,
                "application-issuers.jte",
                page(application, fields),
                List.of());
    }

    private Page page(RegisteredClient application, Fields fields) {
        List<String> all = useCases.configuration().issuersByName().stream()
                .map(TrustedIssuer::name)
                .toList();
        Set<String> chosen = new HashSet<>(fields.form().all(ISSUERS));
        String wanted = fields.value(WANTED).toLowerCase(Locale.ROOT);
        List<String> others = all.stream()
                .filter(name -> !chosen.contains(name))
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        return new Page(
                ApplicationHead.of(application, "issuers"),
                fields,
                Stream.concat(
                                all.stream().filter(chosen::contains),
                                others.stream().limit(MOST))
                        .toList(),
                Math.max(0, others.size() - MOST),
                all.size() > MOST);
    }

    private static Fields fields(RegisteredClient application) {
        Map<String, List<String>> values = MemberFields.values(ROWS, ApplicationFields.document(application));
        values.put("which", List.of(application.access().trustedIssuers().isPresent() ? "some" : "all"));
        values.put(
                ISSUERS, application.access().trustedIssuers().map(List::copyOf).orElse(List.of()));
        return Fields.of(values);
    }

    /** The form as it was sent, with the issuers that it searches for; nothing is saved. */
    private PageResponse search(PageRequest request, RegisteredClient application) {
        Fields fields = Fields.of(request.form(), List.of());
        return request.wantsPiece()
                ? new PageResponse.Piece("issuer-choices.jte", page(application, fields))
                : html(application, fields, 200);
    }

    private PageResponse update(PageRequest request) {
        Form form = request.form();
        Map<String, Object> patch = MemberFields.patch(ROWS, form);
        boolean all = form.text("which").filter("all"::equals).isPresent();
        patch.put("trusted_token_issuers", all ? JsonNull.NULL : form.all(ISSUERS));
        return edits.change(
                request,
                patch,
                "/issuers",
                "The application is updated.",
                (application, problems) -> html(application, Fields.of(form, problems), 422));
    }
}
