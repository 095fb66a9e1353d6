package dev.countersign.core.jose.key;

import java.util.Optional;

/** Description of the keys that are looked for in a set. */
public sealed interface KeyQuery {

    /**
     * The keys that a signature may come from.
     *
     * @param algorithm the {@code alg} of the header
     * @param keyId the {@code kid} of the header
     */
    record OfSignature(Algorithm algorithm, Optional<String> keyId) implements KeyQuery {}

    /**
     * The keys that were published with a certificate.
     *
     * @param hash of the whole certificate
     * @param keyThumbprint of its key
     */
    record OfCertificate(Sha256 hash, String keyThumbprint) implements KeyQuery {}
}
