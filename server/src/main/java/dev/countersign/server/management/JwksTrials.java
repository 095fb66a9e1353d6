package dev.countersign.server.management;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.JwksTrial;
import dev.countersign.core.keys.Keyring;
import dev.countersign.core.trust.TrustedIssuer;
import java.net.URI;

/** The way to find out what is behind a JWKS URL before the first assertion needs it. */
public interface JwksTrials {

    /** Asks the URL; takes a bounded time, within the operator's rules. */
    JwksTrial tryOut(URI url);

    /** Reads another document of an issuer, within the same time and the same rules. */
    FetchOutcome read(URI url);

    /** Lets exchanges use what the issuer's URL gave. */
    void adopt(TrustedIssuer issuer, JwksTrial.Answered fetched);

    /** Notes that the issuer's URL gave no keys, so that its state says so. */
    void failed(TrustedIssuer issuer, URI url, String reason);

    /** Those of the keyring that exchanges use. */
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
