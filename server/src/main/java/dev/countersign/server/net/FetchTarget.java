package dev.countersign.server.net;

import dev.countersign.server.text.WebUrl;
import java.net.URI;

/**
 * A URL taken apart, once: what is checked here is what is called.
 *
 * @param secure https, not http
 * @param host in lower case and ASCII, without brackets or a final dot
 * @param path with the query, if there is one
 */
record FetchTarget(boolean secure, String host, int port, String path) {

    /** A URL read, or why it cannot be called. */
    sealed interface Reading {
        /** A URL that may be called, if the addresses of its host may. */
        record Target(FetchTarget target) implements Reading {}

        /**
         * A URL that is not called.
         *
         * @param reason a clause that does not repeat the URL
         */
        record Refused(String reason) implements Reading {}
    }

    static Reading read(URI url) {
        return switch (WebUrl.read(url)) {
            case WebUrl.Reading.Refused(String reason) -> new Reading.Refused(reason);
            case WebUrl.Reading.Read(WebUrl read) ->
                new Reading.Target(new FetchTarget(read.secure(), read.host(), read.port(), read.path()));
        };
    }
}
