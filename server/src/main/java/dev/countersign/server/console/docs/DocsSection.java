package dev.countersign.server.console.docs;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages of the documentation. */
public record DocsSection(Documentation documentation) implements ConsoleSection {
    static final String PATH = "/docs";
    private static final String SEARCH = "q";

    /**
     * Model of the list of documents.
     *
     * @param hits of the search; empty when nothing is searched
     */
    public record Page(Fields fields, List<Document> documents, Optional<List<Documentation.Hit>> hits) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, request -> PageResponse.page("Help", PATH, "docs.jte", page(request))),
                Route.page(PATH + "/{name}", this::document));
    }

    private Page page(PageRequest request) {
        Optional<String> text = request.query().text(SEARCH);
        return new Page(
                Fields.of(Map.of(SEARCH, text.stream().toList())),
                documentation.all(),
                text.map(documentation::search));
    }

    private PageResponse document(PageRequest request) {
        return documentation
                .find(request.variable("name"))
                .<PageResponse>map(found -> PageResponse.page(found.title(), PATH, "document.jte", found))
                .orElseGet(PageResponse.NotFound::new);
    }
}
