package dev.countersign.core.keys;

import dev.countersign.core.jose.key.KeyQuery;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.net.URI;

/** The keys of one issuer, from one source; another source means another holder. */
sealed interface KeyHolder permits StaticJwkSet, RemoteJwkSet {

    KeyLookup find(KeyQuery query);

    /** Fetches from the issuer now; on return the new set is in use, if the fetch succeeded. */
    void refresh();

    /** Uses the outcome of a fetch that was made already, if it was from the source of this holder. */
    void adopt(URI url, FetchOutcome<FetchedSet> fetch);

    /** Fetches in the background keys that will be needed soon. */
    void prefetch();

    /** Ends the holder: none of its keys is returned or saved from now on. */
    void retire();

    /** Changes the issuer's name in the log and the metrics. */
    void rename(String issuerName);

    void used(VerificationKey key);

    KeysInUse view();
}
