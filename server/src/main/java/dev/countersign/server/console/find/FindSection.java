package dev.countersign.server.console.find;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.docs.Documentation;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.MenuEntry;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.Site;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One search for everything that has a page; also shown as the palette of commands. */
public record FindSection(TrustConfiguration configuration, Documentation documentation, boolean isRoot)
        implements ConsoleSection {
    private static final String PATH = "/find";
    private static final String Q = "q";
    private static final int MOST_OF_A_KIND = 6;
    /** Correlation ids and ids of access tokens. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{16,128}");

    /** Model of the page. */
    public record Page(Fields fields, List<Found> found) {}

    /**
     * Something that was found.
     *
     * @param kind such as {@code Connection}
     * @param path of its page, below the root of the console
     */
    public record Found(String kind, String name, String path) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, request -> PageResponse.page("Find", PATH, "find.jte", page(request))),
                Route.page(PATH + "/results", request -> new PageResponse.Piece("found.jte", page(request))));
    }

    private Page page(PageRequest request) {
        Optional<String> q = request.query().text(Q);
        return new Page(
                Fields.of(Map.of(Q, q.stream().toList())),
                q.map(this::find).orElseGet(() -> pages(_ -> true).toList()));
    }

    private Stream<Found> pages(Predicate<String> fits) {
        Stream<MenuEntry> entries = isRoot
                ? Stream.concat(MenuEntry.COMMON.stream(), Stream.of(MenuEntry.ORGANIZATIONS))
                : MenuEntry.COMMON.stream();
        return entries.filter(entry -> fits.test(entry.name()))
                .map(entry -> new Found("Page", entry.name(), entry.path()));
    }

    private List<Found> find(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Predicate<String> fits = name -> name.toLowerCase(Locale.ROOT).contains(lower);
        Stream<Found> records = Stream.of(
                        some(
                                configuration.issuersByName(),
                                issuer -> fits.test(issuer.name())
                                        || fits.test(issuer.issuer().value()),
                                FindSection::found),
                        some(
                                configuration.applicationsByName(),
                                application -> fits.test(application.name())
                                        || fits.test(application.clientId().value()),
                                FindSection::found),
                        some(
                                documentation.search(text),
                                _ -> true,
                                hit -> new Found("Help", hit.document() + ": " + hit.heading(), hit.path())))
                .flatMap(Function.identity());
        return Stream.of(pages(fits), events(text), records)
                .flatMap(Function.identity())
                .toList();
    }

    private static Found found(TrustedIssuer issuer) {
        return new Found(
                "Connection", issuer.name(), "/connections/" + issuer.id().value());
    }

    private static Found found(RegisteredClient application) {
        return new Found(
                "Application",
                application.name(),
                "/applications/" + application.id().value());
    }

    /** The events of what may be a correlation id. */
    private static Stream<Found> events(String text) {
        return ID.matcher(text).matches()
                ? Stream.of(new Found(
                        "Activity",
                        "Events with the correlation id " + text,
                        "/activity?correlation_id=" + Site.encoded(text)))
                : Stream.empty();
    }

    private static <T> Stream<Found> some(List<T> all, Predicate<T> fits, Function<T, Found> found) {
        return all.stream().filter(fits).limit(MOST_OF_A_KIND).map(found);
    }
}
