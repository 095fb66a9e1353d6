package dev.countersign.core.token;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import java.util.List;

/** Our signing keys. */
public interface SigningKeys {

    /**
     * The key that signs with this algorithm now.
     *
     * @throws IllegalStateException when there is none, which start-up rules out for every algorithm on offer
     */
    SigningKey active(Algorithm algorithm);

    /** Every key whose public part is published (RFC 7517 §5). */
    List<SigningKey> published();
}
