package dev.countersign.server.http;

import dev.countersign.server.http.HttpParts.Organizations.AtHost;
import dev.countersign.server.transport.Proxies;
import dev.countersign.server.transport.ServerRequest;
import java.util.Locale;
import java.util.Optional;

/**
 * The organizations that requests name by their host. The host in the handshake and the one in the request must then be
 * the same (RFC 9110 §7.4, §15.5.20): the certificate that the client accepted is the one of the organization that answers.
 * A proxy chooses the name in its handshake without regard to the request, so that for a trusted one the request decides.
 */
record RequestHosts(HttpParts.Organizations organizations, Proxies proxies) {

    /** Result of looking at the host of a request. */
    sealed interface Named {
        /** The host is no organization's: the path decides. */
        record None() implements Named {}

        /** The host is that of an organization. */
        record One(AtHost organization) implements Named {}

        /** The connection was made for another host. */
        record Misdirected() implements Named {}
    }

    private static final Named NONE = new Named.None();

    /** The organization that the request names by its host. */
    Named of(ServerRequest request) {
        Optional<String> host = request.authority().map(RequestHosts::name);
        Optional<AtHost> named = host.flatMap(organizations::atHost);
        Optional<String> shaken = request.serverName();
        boolean concerned =
                named.isPresent() || shaken.flatMap(organizations::atHost).isPresent();
        if (concerned && shaken.isPresent() && !shaken.equals(host) && !proxies.isTrusted(request.peer())) {
            return new Named.Misdirected();
        }
        return named.<Named>map(Named.One::new).orElse(NONE);
    }

    /** The name in the host and port of a request: in lower case, without the port and without a dot at its end. */
    static String name(String authority) {
        int port = authority.indexOf(':', authority.lastIndexOf(']') + 1);
        String host = port < 0 ? authority : authority.substring(0, port);
        String relative = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return relative.toLowerCase(Locale.ROOT);
    }
}
