package dev.countersign.server.provider;

import dev.countersign.core.jose.json.Parsed;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests to the OpenID provider, bounded in time and size and without redirects. */
@FunctionalInterface
public interface ProviderTransport {

    /**
     * A response, whatever its status. Its string form is redacted.
     *
     * @param headers by their names as sent
     */
    record Answer(int status, Map<String, List<String>> headers, String body) {
        @Override
        public String toString() {
            return "Answer[" + status + ", redacted]";
        }
    }

    /** Sends a request; a problem is a clause, such as "refused the connection". */
    Parsed<Answer> send(String method, URI url, Map<String, List<String>> headers, Optional<byte[]> body);
}
