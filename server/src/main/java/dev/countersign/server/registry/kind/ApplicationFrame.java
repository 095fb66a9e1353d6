package dev.countersign.server.registry.kind;

import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.ClientId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything of an application that its input does not decide.
 *
 * @param keySources reads the keys of those that sign client assertions
 * @param issuerNames the trusted token issuers there are
 * @param before the application as it is; what an earlier version let it have does not stand against another change
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

    /** Where its keys come from as it is. */
    Optional<ClientKeys.Source> keySource() {
        return before.flatMap(RegisteredClient::keys).map(ClientKeys::source);
    }
}
