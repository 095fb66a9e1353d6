package dev.countersign.server.registry.discovery;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.JwksTrial;
import dev.countersign.core.keys.Keyring;
import dev.countersign.core.trust.TrustedIssuer;
import java.net.URI;

/** Trial of a JWKS URL before the first assertion needs it. */
public interface JwksTrials {

    /** Fetches from the URL, within a limited time and the operator's rules. */
    JwksTrial tryOut(URI url);

    /** Reads another document of an issuer, within the same limits and rules. */
    FetchOutcome read(URI url);

    /** Makes the fetched set of the issuer's URL available to exchanges. */
    void adopt(TrustedIssuer issuer, JwksTrial.Answered fetched);

    /** Records that the issuer's URL returned no keys, so that its state shows it. */
    void failed(TrustedIssuer issuer, URI url, String reason);

    /** Trials of the keyring that exchanges use. */
    static JwksTrials of(Keyring keyring) {
        return new JwksTrials() {
            @Override
            public JwksTrial tryOut(URI url) {
                return keyring.tryOut(url);
            }

            @Override
            public FetchOutcome read(URI url) {
                return keyring.read(url);
            }

            @Override
            public void adopt(TrustedIssuer issuer, JwksTrial.Answered fetched) {
                keyring.adopt(issuer.keyOwner(), fetched);
            }

            @Override
            public void failed(TrustedIssuer issuer, URI url, String reason) {
                keyring.failed(issuer.keyOwner(), url, reason);
            }
        };
    }
}
