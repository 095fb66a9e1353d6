package dev.countersign.server.registry.discovery;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.FetchedSet;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.keys.Keyring;
import dev.countersign.core.trust.TrustedIssuer;
import java.net.URI;

/** Trial of a JWKS URL before the first assertion needs it. */
public interface JwksTrials {

    /** Fetches from the source, within a limited time and the operator's rules. */
    FetchOutcome<FetchedSet> tryOut(KeySource.JwksUrl source);

    /** Reads another document of an issuer, within the same limits and rules. */
    FetchOutcome<byte[]> read(KeySource.JwksUrl document);

    /** Makes the set fetched from the issuer's URL available to exchanges; a failure becomes part of its state. */
    void adopt(TrustedIssuer issuer, URI url, FetchOutcome<FetchedSet> trial);

    /** Trials of the keyring that exchanges use. */
    static JwksTrials of(Keyring keyring) {
        return new JwksTrials() {
            @Override
            public FetchOutcome<FetchedSet> tryOut(KeySource.JwksUrl source) {
                return keyring.tryOut(source);
            }

            @Override
            public FetchOutcome<byte[]> read(KeySource.JwksUrl document) {
                return keyring.read(document);
            }

            @Override
            public void adopt(TrustedIssuer issuer, URI url, FetchOutcome<FetchedSet> trial) {
                keyring.adopt(issuer.keyOwner(), url, trial);
            }
        };
    }
}
