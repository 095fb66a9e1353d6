package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;

/** Crawler of the pages of the console that links lead to, one of each kind; the documents are of one kind. */
final class PageCrawler {
    private static final int ENDLESS = 200;

    private final Page page;
    private final String start;
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Queue<String> ahead = new ArrayDeque<>();
    private final Set<String> broken = new LinkedHashSet<>();

    private PageCrawler(Page page, String start) {
        this.page = page;
        this.start = start;
    }

    /** Shows this page and each below it, with a name made from its address; tells the names. */
    static List<String> through(Page page, String start, BiConsumer<Page, String> visitor) {
        var crawler = new PageCrawler(page, start);
        crawler.note(start);
        while (!crawler.ahead.isEmpty()) {
            crawler.visit(crawler.ahead.remove(), visitor);
        }
        assertThat(crawler.broken).as("links that lead nowhere").isEmpty();
        return new ArrayList<>(crawler.kinds.keySet());
    }

    private void visit(String path, BiConsumer<Page, String> visitor) {
        Response response = page.navigate(path);
        if (response.status() >= 400) {
            broken.add(response.status() + " " + path);
            return;
        }
        links().stream().filter(this::isBelowTheStart).forEach(this::note);
        visitor.accept(page, kind(URI.create(path)));
    }

    private boolean isBelowTheStart(String link) {
        String path = URI.create(link).getPath();
        return path.equals(start) || path.startsWith(start + "/");
    }

    private void note(String path) {
        if (kinds.putIfAbsent(kind(URI.create(path)), path) == null) {
            ahead.add(path);
            assertThat(kinds.keySet()).hasSizeLessThan(ENDLESS);
        }
    }

    /** The addresses in the console that this page links to; what is downloaded is no page. */
    private List<String> links() {
        Object found = page.locator("a[href]:not([download])").evaluateAll("""
                links => links.map(link => new URL(link.href))
                    .filter(url => url.origin === location.origin && /^\\/console(\\/|$)/.test(url.pathname))
                    .map(url => url.pathname + url.search)""");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    /** The path without what stands for one issuer, application or event, and the names of parameters. */
    private static String kind(URI address) {
        if (address.getPath().startsWith("/console/docs/")) {
            return "console-docs-one";
        }
        var words = new ArrayList<String>();
        for (String segment : address.getPath().split("/")) {
            if (!segment.isEmpty()) {
                words.add(segment.matches("[0-9]+|[0-9a-v]{26}|[0-9a-f]{32}") ? "one" : segment);
            }
        }
        if (address.getRawQuery() != null) {
            for (String parameter : address.getRawQuery().split("&")) {
                words.add(parameter.replaceFirst("=.*", ""));
            }
        }
        return String.join("-", words);
    }
}
