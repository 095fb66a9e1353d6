package dev.countersign.server.signing;

import dev.countersign.core.jose.signing.KeyModule;
import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TextSeal;
import dev.countersign.core.jose.signing.UnsealingException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The master key, and the previous one while stored data may still be encrypted with it.
 *
 * @param current used for all new encryption
 */
public record MasterKeys(MasterKey current, Optional<MasterKey> previous) {

    /** Encryption of texts for a purpose: new ones are sealed by the first, all are opened. */
    public List<TextSeal> seals(String purpose) {
        return Stream.concat(Stream.of(current), previous.stream())
                .map(key -> key.seal(purpose))
                .toList();
    }

    /** A decrypted key, and whether it must be encrypted again. */
    record Opened(SigningKey key, boolean underPrevious) {}

    /** @throws UnsealingException when it was encrypted with neither */
    Opened open(SealedKey sealed, KeyModule module) {
        try {
            return new Opened(SigningKey.open(sealed, current, module), false);
        } catch (UnsealingException underAnother) {
            if (previous.isEmpty()) {
                throw underAnother;
            }
            return new Opened(SigningKey.open(sealed, previous.get(), module), true);
        }
    }
}
