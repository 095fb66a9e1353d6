package dev.countersign.server.console.page;

import dev.countersign.server.config.setting.EffectiveSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Facts about the server, shown in the console.
 *
 * @param baseUrl the issuer identifier, under which browsers and clients reach the server
 * @param cryptoProvider description of the implementation that signs and verifies
 * @param database description of the database, without credentials
 * @param certificate the file with the certificate generated at the first start, while it is the one for {@code
 *     baseUrl}; clients must be configured to trust it
 * @param settings all settings in force; secrets are hidden
 */
public record ServerFacts(
        String baseUrl,
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
        return (baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl) + path;
    }
}
