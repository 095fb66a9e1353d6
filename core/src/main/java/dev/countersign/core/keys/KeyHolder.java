package dev.countersign.core.keys;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.net.URI;
import java.util.Optional;

/** The keys of one issuer, from one source; another source means another holder. */
sealed interface KeyHolder permits StaticJwkSet, RemoteJwkSet {

    KeyLookup find(Algorithm algorithm, Optional<String> keyId);

    /** Asks the issuer now; on return the new set counts, if there was one to be had. */
    void refresh();

    /** Takes over a set that was fetched already, if it comes from where this holder's keys come from. */
    void adopt(JwksTrial.Answered fetched);

    /** Takes over that the issuer was asked a moment ago, in vain, if that was where this holder's keys come from. */
    void failed(URI url, String reason);

    /** Fetches in the background what will be needed soon. */
    void tick();

    /** Ends the holder: no key of it is handed out or saved from now on. */
    void retire();

    /** Takes over the issuer's new name, for the log and for those who count. */
    void rename(String issuerName);

    void used(VerificationKey key);

    KeysInUse view();
}
