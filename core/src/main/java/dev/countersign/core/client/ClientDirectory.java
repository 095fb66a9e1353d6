package dev.countersign.core.client;

import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.ServerIdentity;
import java.util.Optional;

/** The applications of one authorization server at one moment. */
public interface ClientDirectory {
    /** The application with exactly this client id, enabled or not. */
    Optional<RegisteredClient> client(ClientId clientId);

    /** The server that they are clients of. */
    ServerIdentity identity();
}
