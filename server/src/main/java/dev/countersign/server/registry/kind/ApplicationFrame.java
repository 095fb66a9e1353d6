package dev.countersign.server.registry.kind;

import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.server.registry.keys.KeySourceReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Properties of an application that its input does not determine.
 *
 * @param keySources reader of the keys of applications that sign client assertions
 * @param issuerNames names of the trusted token issuers
 * @param before the current application; a property accepted by an earlier version does not prevent other changes
 */
public record ApplicationFrame(
        KeySourceReader keySources,
        Set<String> issuerNames,
        ApplicationId id,
        ClientId clientId,
        Optional<RegisteredClient> before,
        List<ClientSecret> secrets,
        Instant createdAt,
        Instant updatedAt) {

    /** The current key source. */
    Optional<ClientKeys.Source> keySource() {
        return before.flatMap(earlier -> earlier.credentials().keySource());
    }
}
