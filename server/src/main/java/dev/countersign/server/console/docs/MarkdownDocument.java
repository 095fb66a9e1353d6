package dev.countersign.server.console.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/** The reader of one file of the documentation. */
final class MarkdownDocument {
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final TextContentRenderer TEXT =
            TextContentRenderer.builder().extensions(EXTENSIONS).build();
    private static final Pattern LOCAL = Pattern.compile("([a-z-]+)\\.md(#.*)?");
    private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N} _-]");

    private final String name;
    private final Predicate<String> served;
    private final Map<Node, String> anchors = new HashMap<>();

    private MarkdownDocument(String name, Predicate<String> served) {
        this.name = name;
        this.served = served;
    }

    /**
     * Reads a file.
     *
     * @param served whether links may lead to the document of a name
     */
    static Document read(String name, String markdown, Predicate<String> served) {
        return new MarkdownDocument(name, served).read(PARSER.parse(markdown));
    }

    private Document read(Node document) {
        String title = name;
        if (document.getFirstChild() instanceof Heading first && first.getLevel() == 1) {
            title = words(first);
            first.unlink();
        }
        nameHeadings(document);
        pointToPages(document);
        var renderer = HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .escapeHtml(true)
                .sanitizeUrls(true)
                .attributeProviderFactory(_ -> this::attributes)
                .build();
        // a heading of a column that has no text would be read aloud as one
        String html = renderer.render(document).replace("<th></th>", "<td></td>");
        return new Document(name, title, html, parts(document, title));
    }

    private void attributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Heading) {
            attributes.put("id", anchors.getOrDefault(node, ""));
        } else if (tag.equals("pre")) {
            attributes.put("class", "scroll");
            attributes.put("tabindex", "0");
        } else if (node instanceof TableCell cell && !cell.isHeader()) {
            attributes.put("data-label", heading(cell));
        }
    }

    /** The heading of the column of a cell, which a narrow screen shows before it. */
    private static String heading(TableCell cell) {
        int column = 0;
        for (Node before = cell.getPrevious(); before != null; before = before.getPrevious()) {
            column++;
        }
        Node head = cell.getParent().getParent().getParent().getFirstChild();
        Node heading = head instanceof TableHead ? head.getFirstChild().getFirstChild() : null;
        while (heading != null && column > 0) {
            heading = heading.getNext();
            column--;
        }
        return heading == null ? "" : words(heading);
    }

    /** Gives headings the anchors that they have where the files are read otherwise. */
    private void nameHeadings(Node document) {
        var used = new HashSet<String>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                String anchor = anchor(words(heading));
                String unique = anchor;
                for (int number = 1; !used.add(unique); number++) {
                    unique = anchor + "-" + number;
                }
                anchors.put(heading, unique);
            }
        });
    }

    static String anchor(String heading) {
        return NOT_IN_ANCHORS
                .matcher(heading.toLowerCase(Locale.ROOT))
                .replaceAll("")
                .replace(' ', '-');
    }

    /** Lets links between files lead to pages; a link to a file that is not served becomes its text. */
    private void pointToPages(Node document) {
        var elsewhere = new ArrayList<Link>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                Matcher local = LOCAL.matcher(link.getDestination());
                if (local.matches() && served.test(local.group(1))) {
                    link.setDestination(local.group(1) + (local.group(2) == null ? "" : local.group(2)));
                } else if (!link.getDestination().startsWith("#")
                        && !link.getDestination().startsWith("https://")) {
                    elsewhere.add(link);
                }
            }
        });
        elsewhere.forEach(MarkdownDocument::unwrap);
    }

    private static void unwrap(Link link) {
        while (link.getFirstChild() != null) {
            link.insertBefore(link.getFirstChild());
        }
        link.unlink();
    }

    private List<Document.Part> parts(Node document, String title) {
        List<Document.Part> parts = new ArrayList<>();
        String anchor = "";
        String heading = title;
        var text = new StringBuilder();
        for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
            if (block instanceof Heading next) {
                parts.add(new Document.Part(anchor, heading, text.toString()));
                anchor = anchors.getOrDefault(next, "");
                heading = words(next);
                text.setLength(0);
            } else {
                text.append(text(block)).append('\n');
            }
        }
        parts.add(new Document.Part(anchor, heading, text.toString()));
        return parts;
    }

    /** The words of a heading, without what marks code. */
    private static String words(Node node) {
        var words = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                words.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                words.append(code.getLiteral());
            }
        });
        return words.toString();
    }

    private static String text(Node node) {
        return TEXT.render(node).strip();
    }
}
