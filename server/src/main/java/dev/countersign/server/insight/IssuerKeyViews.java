package dev.countersign.server.insight;

import dev.countersign.core.keys.Keyring;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.trust.TrustedIssuer;

/** The keys of issuers, for inspection and refresh. */
public interface IssuerKeyViews {

    /** Returns the current keys without fetching. */
    KeysInUse view(TrustedIssuer issuer);

    /** Fetches the keys now; on return the new set is in use, or the view states the reason why there is none. */
    KeysInUse refresh(TrustedIssuer issuer);

    /** The keys of the keyring that exchanges use. */
    static IssuerKeyViews of(Keyring keyring) {
        return new IssuerKeyViews() {
            @Override
            public KeysInUse view(TrustedIssuer issuer) {
                return keyring.view(issuer.keyOwner());
            }

            @Override
            public KeysInUse refresh(TrustedIssuer issuer) {
                return keyring.refresh(issuer.keyOwner());
            }
        };
    }
}
