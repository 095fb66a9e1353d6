package dev.countersign.server.signing;

import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.UnsealingException;
import java.util.Optional;

/**
 * The master key, and the one before it while what is stored may still be sealed under that.
 *
 * @param current under which everything is sealed from now on
 */
public record MasterKeys(MasterKey current, Optional<MasterKey> previous) {

    /** A stored key, opened, and whether it must be sealed anew. */
    record Opened(SigningKey key, boolean underPrevious) {}

    /** @throws UnsealingException when it was sealed under neither */
    Opened open(SealedKey sealed) {
        try {
            return new Opened(SigningKey.open(sealed, current), false);
        } catch (UnsealingException underAnother) {
            if (previous.isEmpty()) {
                throw underAnother;
            }
            return new Opened(SigningKey.open(sealed, previous.get()), true);
        }
    }
}
