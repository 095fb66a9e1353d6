package dev.countersign.server.management;

import dev.countersign.core.keys.Keyring;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.trust.TrustedIssuer;

/** The keys of issuers, to be looked at and to be fetched anew. */
public interface IssuerKeyViews {

    /** The keys as they stand; asks nobody. */
    KeysInUse view(TrustedIssuer issuer);

    /** Asks the issuer for its keys now; on return the new set counts, or the view says why there is none. */
    KeysInUse refresh(TrustedIssuer issuer);

    /** Those of the keyring that exchanges use. */
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
