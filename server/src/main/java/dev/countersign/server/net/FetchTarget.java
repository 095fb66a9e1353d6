package dev.countersign.server.net;

import dev.countersign.base.text.WebUrl;
import dev.countersign.core.jose.json.Parsed;
import java.net.URI;

/**
 * A URL taken apart, once: what is checked here is what is called.
 *
 * @param secure https, not http
 * @param host in lower case and ASCII, without brackets or a final dot
 * @param path with the query, if there is one
 */
record FetchTarget(boolean secure, String host, int port, String path) {

    /** Reads a URL that may be called, if the addresses of its host may; the problem does not repeat the URL. */
    static Parsed<FetchTarget> read(URI url) {
        return switch (WebUrl.read(url)) {
            case WebUrl.Reading.Refused(String reason) -> new Parsed.Unreadable<>(reason);
            case WebUrl.Reading.Read(WebUrl read) ->
                new Parsed.Read<>(new FetchTarget(read.secure(), read.host(), read.port(), read.path()));
        };
    }
}
