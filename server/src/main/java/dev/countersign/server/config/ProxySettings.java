package dev.countersign.server.config;

import java.util.List;
import java.util.Optional;

/**
 * Table {@code [net]}, if it has a proxy. Its string form is redacted.
 *
 * @param host name or address, without brackets
 * @param username for Basic authentication, together with the password
 * @param noProxy hosts, suffixes, addresses and ranges that are connected to without the proxy
 */
public record ProxySettings(
        String host, int port, Optional<String> username, Optional<String> password, List<String> noProxy) {
    public ProxySettings {
        noProxy = List.copyOf(noProxy);
    }

    @Override
    public String toString() {
        return "ProxySettings[redacted]";
    }
}
