package dev.countersign.core.token;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.IssuerId;
import java.util.Optional;

/** Whether those behind a token are still there. */
@FunctionalInterface
public interface TokenBacking {
    /**
     * Whether the application it was given to, and the issuer whose assertion it was given for, exist and are enabled.
     *
     * @param issuer empty for a client's own token
     */
    boolean stands(ApplicationId application, ClientId clientId, Optional<IssuerId> issuer);
}
