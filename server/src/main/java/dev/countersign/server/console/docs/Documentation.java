package dev.countersign.server.console.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files of {@code docs/} that are for users, in the order in which they are listed. */
public final class Documentation {
    static final List<String> NAMES = List.of(
            "guide",
            "console",
            "command-line",
            "trust-as-code",
            "moving-in",
            "drafts",
            "organizations",
            "token-request",
            "token-exchange",
            "mcp",
            "workloads",
            "proof-of-possession",
            "signing-keys",
            "audit",
            "notices",
            "rejections",
            "configuration",
            "operations",
            "metrics",
            "nginx",
            "security-model",
            "conformance");

    private static final int MOST_HITS = 30;
    private static final int EXCERPT = 160;
    private static final Documentation INSTANCE = new Documentation();

    private volatile List<Document> read = List.of();

    private Documentation() {}

    /** The one of this program: its files are the same for all organizations. */
    public static Documentation instance() {
        return INSTANCE;
    }

    /**
     * A place that has all words of a search.
     *
     * @param path of the page, with the anchor of the heading
     */
    public record Hit(String path, String document, String heading, String excerpt) {}

    /** All documents; they are read when somebody asks for the first. */
    List<Document> all() {
        List<Document> known = read;
        if (known.isEmpty()) {
            known = NAMES.stream()
                    .map(name -> MarkdownDocument.read(name, text(name), NAMES::contains))
                    .toList();
            read = known;
        }
        return known;
    }

    Optional<Document> find(String name) {
        return all().stream().filter(document -> document.name().equals(name)).findFirst();
    }

    /** The places that have all of these words: first those whose heading has them. */
    public List<Hit> search(String text) {
        List<String> words = Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty()) {
            return List.of();
        }
        List<Hit> inHeadings = new ArrayList<>();
        List<Hit> inTexts = new ArrayList<>();
        for (Document document : all()) {
            for (Document.Part part : document.parts()) {
                if (hasAll(part.heading(), words)) {
                    inHeadings.add(hit(document, part, words));
                } else if (hasAll(document.title() + ' ' + part.heading() + ' ' + part.text(), words)) {
                    inTexts.add(hit(document, part, words));
                }
            }
        }
        inHeadings.addAll(inTexts);
        return inHeadings.stream().limit(MOST_HITS).toList();
    }

    private static boolean hasAll(String text, List<String> words) {
        String lower = text.toLowerCase(Locale.ROOT);
        return words.stream().allMatch(lower::contains);
    }

    private static Hit hit(Document document, Document.Part part, List<String> words) {
        String text = part.text().replaceAll("\\s+", " ");
        int at = Math.max(0, text.toLowerCase(Locale.ROOT).indexOf(words.getFirst()));
        int begin = at < EXCERPT / 2 ? 0 : text.indexOf(' ', at - EXCERPT / 2) + 1;
        int end = Math.min(text.length(), begin + EXCERPT);
        return new Hit(
                document.path() + (part.anchor().isEmpty() ? "" : "#" + part.anchor()),
                document.title(),
                part.heading(),
                (begin > 0 ? "… " : "") + text.substring(begin, end) + (end < text.length() ? " …" : ""));
    }

    private static String text(String name) {
        try (InputStream in = Documentation.class.getResourceAsStream("/docs/" + name + ".md")) {
            if (in == null) {
                throw new IllegalStateException("the build left out docs/" + name + ".md");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
