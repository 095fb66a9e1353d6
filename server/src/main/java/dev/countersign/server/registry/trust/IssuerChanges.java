package dev.countersign.server.registry.trust;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import java.util.Optional;

/**
 * Listener for added, changed and removed trusted token issuers, called before the administrator receives the response.
 */
@FunctionalInterface
public interface IssuerChanges {

    void changed(IssuerChange change);

    /**
     * A change of an issuer.
     *
     * @param before empty for a new one
     * @param after empty for a removed one
     */
    record IssuerChange(IssuerId id, Optional<TrustedIssuer> before, Optional<TrustedIssuer> after) {}
}
