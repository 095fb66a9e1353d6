package dev.countersign.server.console.page;

import dev.countersign.server.config.setting.EffectiveSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Facts about the server, shown in the console.
 *
 * @param baseUrl the issuer identifier, under which browsers and clients reach the server
 * @param certificateBaseUrl the beginning of URLs at which the server takes certificates of clients; without a port for
 *     them that of a proxy, the same as {@code baseUrl}
 * @param cryptoProvider description of the implementation that signs and verifies
 * @param database description of the database, without credentials
 * @param certificate the file with the certificate generated at the first start, while it is the one for {@code
 *     baseUrl}; clients must be configured to trust it
 * @param settings all settings in force; secrets are hidden
 */
public record ServerFacts(
        String baseUrl,
        String certificateBaseUrl,
        String version,
        String cryptoProvider,
        String database,
        Optional<Path> certificate,
        List<EffectiveSetting> settings) {
    public ServerFacts {
        settings = List.copyOf(settings);
    }

    /** The address of an endpoint. */
    public String endpoint(String path) {
        return below(baseUrl, path);
    }

    /** The address of an endpoint for clients with a certificate. */
    public String certificateEndpoint(String path) {
        return below(certificateBaseUrl, path);
    }

    private static String below(String base, String path) {
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }
}
