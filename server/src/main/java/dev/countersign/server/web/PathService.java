package dev.countersign.server.web;

import dev.countersign.server.transport.Handler;
import java.util.Collection;
import java.util.Comparator;

/** A part of the server with paths of its own, such as the REST API. */
public interface PathService extends Handler {

    /** The paths at which, and below which, it answers all requests. */
    Collection<String> roots();

    /** Whether it also answers at the listener that asks for a certificate of the client. */
    default boolean acceptsCertificates() {
        return false;
    }

    /** A path without the longest of the roots that it is at or below; the root itself is {@code /}. */
    default String below(String path) {
        return roots().stream()
                .filter(root -> isBelow(path, root))
                .max(Comparator.comparingInt(String::length))
                .map(root -> path.substring(root.length()))
                .filter(rest -> !rest.isEmpty())
                .orElse("/");
    }

    /** Whether a path is this root, or below it. */
    static boolean isBelow(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }
}
