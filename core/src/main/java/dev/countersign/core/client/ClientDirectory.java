package dev.countersign.core.client;

import dev.countersign.core.oauth.ClientId;
import java.util.Optional;

/** The applications as they are at this moment. */
public interface ClientDirectory {
    /** The application with exactly this client id, enabled or not. */
    Optional<RegisteredClient> client(ClientId clientId);
}
