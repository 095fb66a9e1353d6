package dev.countersign.core.oauth;

import java.net.URI;
import java.net.URISyntaxException;

/** The syntax of a resource indicator (RFC 8707 §2). */
public final class ResourceIndicator {
    private ResourceIndicator() {}

    /** Whether the text is an absolute URI without a fragment. */
    public static boolean isOne(String text) {
        try {
            var uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (URISyntaxException notAUri) {
            return false;
        }
    }
}
