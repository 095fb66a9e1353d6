package dev.countersign.server.management;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import java.util.Optional;

/** Is told of every trusted token issuer that was added, changed or removed, before the administrator is answered. */
@FunctionalInterface
public interface IssuerChanges {

    void changed(IssuerChange change);

    /**
     * A change of an issuer.
     *
     * @param before empty for a new one
     * @param after empty for one that was removed
     */
    record IssuerChange(IssuerId id, Optional<TrustedIssuer> before, Optional<TrustedIssuer> after) {

        /** Whether keys that were known of it do not count any more. */
        public boolean isKeySourceChanged() {
            return !before.map(TrustedIssuer::keys).equals(after.map(TrustedIssuer::keys));
        }
    }
}
