package dev.countersign.server.net;

import dev.countersign.base.text.WebUrl;
import dev.countersign.core.jose.json.Parsed;
import java.net.URI;

/**
 * A parsed URL: the checked parts are those that are used for the connection.
 *
 * @param secure https rather than http
 * @param host in lower case and ASCII, without brackets and trailing dot
 * @param path with the query, if any
 */
record FetchTarget(boolean secure, String host, int port, String path) {

    /**
     * Reads a URL that may be fetched, if the addresses of its host are permitted; a problem does not repeat the URL.
     */
    static Parsed<FetchTarget> read(URI url) {
        return switch (WebUrl.read(url)) {
            case WebUrl.Reading.Refused(String reason) -> new Parsed.Unreadable<>(reason);
            case WebUrl.Reading.Read(WebUrl read) ->
                new Parsed.Read<>(new FetchTarget(read.secure(), read.host(), read.port(), read.path()));
        };
    }
}
