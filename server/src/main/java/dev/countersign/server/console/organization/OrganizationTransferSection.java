package dev.countersign.server.console.organization;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.form.Upload;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.PrettyJson;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.Organizations;
import dev.countersign.server.organization.Organizations.Imported;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.field.JsonValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages for a whole organization as a file: its export, and the creation of one from such a file. */
public record OrganizationTransferSection(Organizations organizations) implements ConsoleSection {
    private static final String IMPORT = OrganizationsSection.PATH + "/import";
    private static final String FILE = "file";
    private static final String SLUG = "organization";
    private static final String SETTINGS = "organization_settings";
    private static final String NAME = "name";

    /** Model of the page for a file. */
    public record Page(Fields fields) {}

    /** Model of the page with links and secrets, shown once; its string form is redacted. */
    public record Shown(Imported imported) {
        public String path() {
            return OrganizationsSection.pathOf(imported.organization());
        }

        @Override
        public String toString() {
            return "Shown[redacted]";
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(Role.ADMINISTRATOR, IMPORT, _ -> form(Fields.empty(), 200)),
                Route.form(Role.ADMINISTRATOR, IMPORT, this::importFile),
                Route.page(Role.ADMINISTRATOR, OrganizationsSection.ONE + "/export", this::export));
    }

    private PageResponse export(PageRequest request) {
        Optional<Organization> organization = organizations.find(request.variable("id"));
        if (organization.isPresent()
                && organizations.export(
                                request.administrator(), organization.get().id())
                        instanceof Outcome.Done<Map<String, Object>>(var document)) {
            String text = PrettyJson.of(JsonText.write(document));
            return new PageResponse.Download(
                    "application/json",
                    organization.get().slug() + ".json",
                    out -> out.append(text).append('\n'));
        }
        return new PageResponse.NotFound();
    }

    private static PageResponse.Html form(Fields fields, int status) {
        return new PageResponse.Html(
                status,
                "Import an organization",
                OrganizationsSection.PATH,
                "organization-import.jte",
                new Page(fields),
                List.of());
    }

    private PageResponse importFile(PageRequest request) {
        Form form = request.form();
        return switch (document(form)) {
            case Parsed.Unreadable<Map<String, Object>>(var problem) ->
                form(Fields.of(form, List.of(new Problem(FILE, Problem.MALFORMED, problem))), 422);
            case Parsed.Read<Map<String, Object>>(var document) -> {
                Outcome<Imported> outcome = organizations.importFrom(request.administrator(), changed(document, form));
                yield outcome instanceof Outcome.Done<Imported>(var imported)
                        ? PageResponse.page(
                                imported.organization().name(),
                                OrganizationsSection.PATH,
                                "organization-imported.jte",
                                new Shown(imported))
                        : form(Fields.of(form, OrganizationsSection.problems(outcome)), 422);
            }
        };
    }

    private static Parsed<Map<String, Object>> document(Form form) {
        Optional<Upload> file = form.uploads(FILE).stream().findFirst();
        if (file.isEmpty()) {
            return new Parsed.Unreadable<>("Choose a file.");
        }
        return switch (StrictJson.readObject(file.get().content())) {
            case Parsed.Read<Map<String, Object>> read -> read;
            case Parsed.Unreadable<Map<String, Object>>(var problem) ->
                new Parsed.Unreadable<>("The file is not one JSON object: %s.".formatted(problem));
        };
    }

    /** The document with the slug and the name of the form, if any, in place of its own. */
    private static Map<String, Object> changed(Map<String, Object> document, Form form) {
        var changed = new LinkedHashMap<>(document);
        form.text("/" + SLUG).ifPresent(slug -> changed.put(SLUG, slug));
        Object settings = document.getOrDefault(SETTINGS, Map.of());
        // settings of another type stay as they are, and are refused
        form.text("/" + SETTINGS + "/" + NAME)
                .ifPresent(name -> JsonValues.members(settings).ifPresent(members -> {
                    members.put(NAME, name);
                    changed.put(SETTINGS, members);
                }));
        return changed;
    }
}
