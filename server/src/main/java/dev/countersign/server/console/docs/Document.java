package dev.countersign.server.console.docs;

import java.util.List;

/**
 * A document as a page.
 *
 * @param name of its file, without the ending
 * @param html of everything after the title, made from Markdown in which HTML is text
 * @param parts the document from one heading to the next, for the search
 */
public record Document(String name, String title, String html, List<Part> parts) {
    public Document {
        parts = List.copyOf(parts);
    }

    /**
     * A heading and the text up to the next.
     *
     * @param anchor of the heading; empty for the beginning of the document
     */
    public record Part(String anchor, String heading, String text) {}

    /** The path of the page. */
    public String path() {
        return DocsSection.PATH + "/" + name;
    }

    /** The headings of the second level and their anchors, as a table of contents. */
    public List<Part> contents() {
        return parts.stream().filter(part -> !part.anchor().isEmpty()).toList();
    }
}
