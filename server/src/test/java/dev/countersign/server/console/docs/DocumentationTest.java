package dev.countersign.server.console.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final Set<String> FOR_DEVELOPERS = Set.of("architecture", "dependencies", "upstream");
    private static final Pattern LINK = Pattern.compile("href=\"([^\"]*)\"");

    private final Documentation documentation = Documentation.instance();

    @Test
    void everyFileForUsersIsServed() throws IOException {
        try (Stream<Path> files = Files.list(SourceFile.project().resolve("docs"))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".md"))
                    .map(file -> file.substring(0, file.length() - ".md".length()))
                    .filter(name -> !FOR_DEVELOPERS.contains(name))
                    .toList();

            assertThat(Documentation.NAMES).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void everyLinkBetweenDocumentsLeadsToAPageAndAHeading() {
        List<String> broken = new ArrayList<>();
        for (Document document : documentation.all()) {
            Matcher links = LINK.matcher(document.html());
            while (links.find()) {
                String link = links.group(1);
                if (!link.startsWith("https://") && !leadsSomewhere(document, link)) {
                    broken.add(document.name() + ": " + link);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    private boolean leadsSomewhere(Document from, String link) {
        int hash = link.indexOf('#');
        String name = hash < 0 ? link : link.substring(0, hash);
        String anchor = hash < 0 ? "" : link.substring(hash + 1);
        return documentation
                .find(name.isEmpty() ? from.name() : name)
                .filter(target -> anchor.isEmpty() || target.html().contains("id=\"" + anchor + "\""))
                .isPresent();
    }

    @Test
    void htmlInMarkdownIsText() {
        Document document = MarkdownDocument.read(
                "some", "# Title\n\nA <script>alert(1)</script> and [a](javascript:b)", _ -> false);

        assertThat(document.title()).isEqualTo("Title");
        assertThat(document.html()).contains("&lt;script&gt;").doesNotContain("<script", "javascript:", "<h1");
    }

    @Test
    void cellsOfATableNameTheirColumn() {
        Document document = MarkdownDocument.read("some", "| a | b |\n|---|---|\n| 1 | 2 |\n", _ -> false);

        assertThat(document.html()).contains("<td data-label=\"a\">1</td>", "<td data-label=\"b\">2</td>");
    }

    @Test
    void headingsOfTheSameNameHaveDifferentAnchors() {
        Document document = MarkdownDocument.read("some", "# T\n\n## By `REST`, now\n\n## By REST now\n", _ -> false);

        assertThat(document.contents())
                .extracting(Document.Part::anchor)
                .containsExactly("by-rest-now", "by-rest-now-1");
    }

    @Test
    void aSearchFindsPartsThatHaveAllWordsAndHeadingsFirst() {
        List<Documentation.Hit> hits = documentation.search("Disable DELETE");

        assertThat(hits.getFirst().path()).isEqualTo("/docs/organizations#disable-and-delete");
        assertThat(hits.getFirst().excerpt()).contains("deleted");
        assertThat(documentation.search("no-such-word-anywhere")).isEmpty();
        assertThat(documentation.search(" ")).isEmpty();
    }
}
