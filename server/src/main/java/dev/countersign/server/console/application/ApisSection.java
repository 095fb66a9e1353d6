package dev.countersign.server.console.application;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.MemberFields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.FormEdits;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.undo.Undo;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.Force;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.RegisteredKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Pages of API resources, the audiences of access tokens. */
public record ApisSection(UseCases useCases) implements ConsoleSection {
    private static final String PATH = "/apis";
    private static final String ONE = PATH + "/{id}";
    private static final List<? extends Field<?, ?, ?>> ROWS = ApiResourceFields.TABLE.in("general");

    /** Model of the list. */
    public record Page(List<ApiResource> apis) {}

    /**
     * Model of the page of one API, or a new one.
     *
     * @param path target of the form
     * @param version empty for a new one
     */
    public record One(String path, Optional<String> version, Fields fields, List<String> users) {
        /** The fields of the page. */
        public List<? extends Field<?, ?, ?>> rows() {
            return ROWS;
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, _ -> list()),
                Route.page(
                        Role.EDITOR,
                        PATH + "/new",
                        _ -> form(Optional.empty(), fields(ApiResourceFields.TABLE.defaults()), 200)),
                Route.form(Role.EDITOR, PATH + "/new", this::create),
                Route.page(
                        ONE,
                        request -> show(
                                request, api -> form(Optional.of(api), fields(ApiResourceFields.document(api)), 200))),
                Route.form(Role.EDITOR, ONE, this::update),
                Route.page(Role.EDITOR, ONE + "/delete", request -> show(request, this::ask)),
                Route.form(Role.EDITOR, ONE + "/delete", this::delete));
    }

    private PageResponse show(PageRequest request, Function<ApiResource, PageResponse> page) {
        return useCases.configuration()
                .apiResource(new ApiResourceId(request.variable("id")))
                .map(page)
                .orElseGet(PageResponse.NotFound::new);
    }

    private PageResponse list() {
        return PageResponse.page(
                "APIs",
                PATH,
                "apis.jte",
                new Page(useCases.configuration().apiResources().stream()
                        .sorted(Comparator.comparing(ApiResource::name))
                        .toList()));
    }

    private static Fields fields(Map<String, Object> document) {
        return Fields.of(MemberFields.values(ROWS, document));
    }

    private PageResponse.Html form(Optional<ApiResource> api, Fields fields, int status) {
        var page = new One(
                api.map(known -> path(known)).orElse(PATH + "/new"),
                api.map(ContentVersion::of),
                fields,
                api.map(this::users).orElse(List.of()));
        return new PageResponse.Html(
                status, api.map(ApiResource::name).orElse("New API"), PATH, "api.jte", page, List.of());
    }

    private static String path(ApiResource api) {
        return PATH + "/" + api.id().value();
    }

    /** The applications whose tokens may have this audience. */
    private List<String> users(ApiResource api) {
        return useCases.configuration().applicationsByName().stream()
                .filter(application -> application.access().audiences().contains(api.audience()))
                .map(RegisteredClient::name)
                .toList();
    }

    private PageResponse create(PageRequest request) {
        return FormEdits.answer(
                useCases.apiResources().register(request.administrator(), MemberFields.patch(ROWS, request.form())),
                PATH,
                "The API is registered.",
                problems -> form(Optional.empty(), Fields.of(request.form(), problems), 422));
    }

    private PageResponse update(PageRequest request) {
        return show(
                request,
                api -> FormEdits.answer(
                        useCases.apiResources()
                                .change(
                                        request.administrator(),
                                        api.id(),
                                        FormEdits.version(request),
                                        new Edit.Merge(MemberFields.patch(ROWS, request.form()))),
                        path(api),
                        after -> Undo.offer(RegisteredKind.API_RESOURCES, request, api, after, "The API is updated."),
                        problems -> form(Optional.of(api), Fields.of(request.form(), problems), 422)));
    }

    private PageResponse ask(ApiResource api) {
        return PageResponse.page(
                "Delete " + api.name() + "?",
                PATH,
                "api-delete.jte",
                new One(path(api), Optional.of(ContentVersion.of(api)), Fields.empty(), users(api)));
    }

    private PageResponse delete(PageRequest request) {
        return show(
                request,
                api -> FormEdits.removed(
                        useCases.apiResources()
                                .remove(request.administrator(), api.id(), FormEdits.version(request), Force.REMOVE),
                        PATH,
                        path(api) + "/delete",
                        "The API %s is deleted.".formatted(api.name())));
    }
}
