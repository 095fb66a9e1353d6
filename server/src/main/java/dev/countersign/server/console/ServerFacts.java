package dev.countersign.server.console;

import dev.countersign.server.config.EffectiveSetting;
import java.util.List;

/**
 * What the server says of itself.
 *
 * @param baseUrl as browsers and clients know it; the issuer identifier
 * @param cryptoProvider which implementation signs and verifies, in words
 * @param database which database it works on, in words, without credentials
 * @param settings every setting in force; secrets are hidden
 */
public record ServerFacts(
        String baseUrl, String version, String cryptoProvider, String database, List<EffectiveSetting> settings) {
    public ServerFacts {
        settings = List.copyOf(settings);
    }

    /** The address of an endpoint. */
    String endpoint(String path) {
        return (baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl) + path;
    }
}
