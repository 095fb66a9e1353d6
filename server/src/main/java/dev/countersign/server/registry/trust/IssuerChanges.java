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

    /**
     * The change of an issuer that a change of the trust configuration is; empty when it concerns none.
     *
     * @param earlier the configuration before it
     */
    static Optional<IssuerChange> of(Trust earlier, TrustChange change) {
        return switch (change) {
            case TrustChange.IssuerAdded added ->
                Optional.of(new IssuerChange(added.issuer().id(), Optional.empty(), Optional.of(added.issuer())));
            case TrustChange.IssuerReplaced replaced ->
                Optional.of(new IssuerChange(
                        replaced.after().id(), Optional.of(replaced.before()), Optional.of(replaced.after())));
            case TrustChange.IssuerRemoved removed ->
                Optional.of(new IssuerChange(removed.id(), earlier.issuer(removed.id()), Optional.empty()));
            case TrustChange.ApplicationAdded _,
                    TrustChange.ApplicationReplaced _,
                    TrustChange.ApplicationRemoved _,
                    TrustChange.SecretAdded _,
                    TrustChange.SecretRemoved _,
                    TrustChange.OwnerSet _,
                    TrustChange.ApiResourceAdded _,
                    TrustChange.ApiResourceReplaced _,
                    TrustChange.ApiResourceRemoved _ -> Optional.empty();
        };
    }
}
