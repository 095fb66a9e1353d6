package dev.countersign.server.console.page;

import dev.countersign.server.config.setting.EffectiveSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the server says of itself.
 *
 * @param baseUrl as browsers and clients know it; the issuer identifier
 * @param cryptoProvider which implementation signs and verifies, in words
 * @param database which database it works on, in words, without credentials
 * @param certificate the file with the certificate that the first start made, while it is the one for {@code baseUrl}; clients
 *     have to be told to trust it
 * @param settings every setting in force; secrets are hidden
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
