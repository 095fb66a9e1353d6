package dev.countersign.server.console.organization;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.FormEdits;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.ServerFacts;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.Organizations;
import dev.countersign.server.people.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Pages of the other organizations: list, creation, and the page of one with its change and deletion. */
public record OrganizationsSection(Organizations organizations, ServerFacts server) implements ConsoleSection {
    static final String PATH = "/organizations";
    static final String ONE = PATH + "/{id}";

    private static final String TITLE = "Organizations";

    /** Model of the list. */
    public record Page(List<Organization> organizations) {}

    /** Model of the page for a new organization. */
    public record Creation(Fields fields, String baseUrl) {}

    /** Model of the page with a link, shown once; its string form is redacted. */
    public record FirstPerson(Organization organization, String link) {
        public String path() {
            return pathOf(organization);
        }

        @Override
        public String toString() {
            return "FirstPerson[redacted]";
        }
    }

    /**
     * Model of the page of one organization, and of the pages that ask for confirmation.
     *
     * @param issuer its issuer identifier
     */
    public record One(Organization organization, String issuer, OrganizationCounts counts, Fields fields) {
        public String path() {
            return pathOf(organization);
        }

        public String version() {
            return Organizations.version(organization);
        }

        /** Whether a link for its first administrator can be made. */
        public boolean mayHaveLink() {
            return organization.enabled() && counts.hasNoPeople();
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, _ -> list()),
                Route.page(Role.ADMINISTRATOR, PATH + "/new", _ -> creation(Fields.empty(), 200)),
                Route.form(Role.ADMINISTRATOR, PATH + "/new", this::create),
                Route.page(ONE, request -> show(request, this::one)),
                Route.form(Role.ADMINISTRATOR, ONE, this::update),
                Route.form(Role.ADMINISTRATOR, ONE + "/link", this::link),
                Route.page(Role.ADMINISTRATOR, ONE + "/disable", request -> ask(request, "Disable", "disable")),
                Route.form(Role.ADMINISTRATOR, ONE + "/disable", request -> enable(request, false)),
                Route.form(Role.ADMINISTRATOR, ONE + "/enable", request -> enable(request, true)),
                Route.page(Role.ADMINISTRATOR, ONE + "/delete", request -> ask(request, "Delete", "delete")),
                Route.form(Role.ADMINISTRATOR, ONE + "/delete", this::delete));
    }

    static String pathOf(Organization organization) {
        return PATH + "/" + organization.id();
    }

    private PageResponse show(PageRequest request, Function<Organization, PageResponse> page) {
        return organizations.find(request.variable("id")).map(page).orElseGet(PageResponse.NotFound::new);
    }

    private PageResponse list() {
        return PageResponse.page(TITLE, PATH, "organizations.jte", new Page(organizations.list()));
    }

    private PageResponse.Html creation(Fields fields, int status) {
        return new PageResponse.Html(
                status,
                "New organization",
                PATH,
                "organization-new.jte",
                new Creation(fields, server.endpoint("/t/")),
                List.of());
    }

    private PageResponse create(PageRequest request) {
        Map<String, Object> input = new HashMap<>();
        request.form().text("/slug").ifPresent(slug -> input.put("slug", slug));
        request.form().text("/name").ifPresent(name -> input.put("name", name));
        input.put("hosts", HostLines.read(request.form()));
        Outcome<Organizations.Created> outcome = organizations.create(request.administrator(), input);
        return outcome instanceof Outcome.Done<Organizations.Created>(var created)
                ? linkOf(created.organization(), created.administratorLink())
                : creation(Fields.of(request.form(), problems(outcome)), 422);
    }

    /** The problems of an input that was not accepted. */
    static List<Problem> problems(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Invalid<?>(var problems) -> problems;
            case Outcome.Forbidden<?>(var problems) -> problems;
            case Outcome.Conflict<?>(var code, var detail, var problems) ->
                problems.isEmpty() ? List.of(new Problem("", code, detail)) : problems;
            default -> throw new IllegalStateException("unexpected outcome of a new organization");
        };
    }

    /** The only page that shows the link; it is a response to a form rather than a page of its own. */
    private static PageResponse linkOf(Organization organization, String link) {
        return PageResponse.page(
                organization.name(), PATH, "organization-link.jte", new FirstPerson(organization, link));
    }

    private PageResponse link(PageRequest request) {
        return show(request, organization -> switch (organizations.link(request.administrator(), organization.id())) {
            case Outcome.Done<String>(var link) -> linkOf(organization, link);
            case Outcome.Conflict<String>(var _, var detail, var _) ->
                PageResponse.seeOther(pathOf(organization), Notice.problem(detail));
            default -> new PageResponse.NotFound();
        });
    }

    private PageResponse.Html one(Organization organization) {
        return one(
                organization,
                Fields.of(Map.of(
                        "/name", List.of(organization.name()), HostLines.FIELD, List.of(HostLines.of(organization)))),
                200);
    }

    private PageResponse.Html one(Organization organization, Fields fields, int status) {
        return new PageResponse.Html(
                status, organization.name(), PATH, "organization.jte", model(organization, fields), List.of());
    }

    private One model(Organization organization, Fields fields) {
        return new One(
                organization,
                organizations.issuer(organization),
                new OrganizationCounts(organizations.contents(organization)),
                fields);
    }

    private PageResponse update(PageRequest request) {
        Map<String, Object> patch =
                Map.of("name", request.form().text("/name").orElse(""), "hosts", HostLines.read(request.form()));
        return show(
                request,
                organization -> FormEdits.answer(
                        change(request, FormEdits.version(request), patch),
                        pathOf(organization),
                        "The organization is updated.",
                        problems -> one(organization, Fields.of(request.form(), problems), 422)));
    }

    private Outcome<Saved<Organization>> change(
            PageRequest request, ExpectedVersion expected, Map<String, Object> patch) {
        return organizations
                .change(request.administrator(), request.variable("id"), expected, patch)
                .map(changed -> new Saved<>(changed, Organizations.version(changed), List.of()));
    }

    private PageResponse enable(PageRequest request, boolean enabled) {
        return show(
                request,
                organization -> FormEdits.answer(
                        change(request, new ExpectedVersion.Any(), Map.of("enabled", enabled)),
                        pathOf(organization),
                        enabled ? "The organization is enabled." : "The organization is disabled.",
                        problems -> one(organization, Fields.of(request.form(), problems), 422)));
    }

    private PageResponse ask(PageRequest request, String verb, String action) {
        return show(
                request,
                organization -> PageResponse.page(
                        verb + " " + organization.name() + "?",
                        PATH,
                        "organization-" + action + ".jte",
                        model(organization, Fields.empty())));
    }

    private PageResponse delete(PageRequest request) {
        return show(request, organization -> {
            Outcome<Organization> outcome =
                    organizations.delete(request.administrator(), organization.id(), FormEdits.version(request));
            String question = pathOf(organization) + "/delete";
            return outcome instanceof Outcome.Conflict<Organization>(var _, var detail, var _)
                    ? PageResponse.seeOther(question, Notice.problem(detail))
                    : FormEdits.removed(
                            outcome, PATH, question, "The organization %s is deleted.".formatted(organization.name()));
        });
    }
}
