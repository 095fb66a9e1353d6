package dev.countersign.server.web;

/** Route of a {@link Router}: one method at one path. */
public interface Routed {

    /** The method, such as {@code GET}. */
    String method();

    /** The path, such as {@code /applications/{id}}; segments in braces are variable. */
    String path();
}
