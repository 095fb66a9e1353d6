package dev.countersign.core.token;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import java.util.List;

/** The server's signing keys. */
public interface SigningKeys {

    /**
     * The key that signs with this algorithm now.
     *
     * @throws IllegalStateException when there is none, which start-up excludes for every offered algorithm
     * @throws dev.countersign.core.jose.signing.SigningUnavailableException when the module with the key is out of order,
     *     or has no keys of this algorithm
     */
    SigningKey active(Algorithm algorithm);

    /** All keys whose public part is published (RFC 7517 §5). */
    List<SigningKey> published();
}
