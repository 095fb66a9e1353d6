package dev.countersign.core.keys;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.util.Optional;

/** The keys of the one party whose signature is expected. */
public interface SignerKeys {

    /** What people call the party. */
    String name();

    /**
     * The keys that may verify a signature.
     *
     * @param keyId the {@code kid} of the header
     */
    KeyLookup find(Algorithm algorithm, Optional<String> keyId);
}
