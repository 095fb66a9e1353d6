package dev.countersign.server.people.passkey;

import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.server.people.PersonId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * Passkey of a user of the console. It holds a public key and nothing secret.
 *
 * @param name chosen by its owner
 * @param credential the attested credential data (WebAuthn Level 3 §6.5.2) in base64url: identifier of the
 *     authenticator's model, credential id, and public key
 * @param counter the signature counter of the last ceremony; 0 for authenticators without one
 * @param backupEligible whether the authenticator may copy it to other devices; it never changes
 */
public record Passkey(
        PasskeyId id,
        PersonId owner,
        String name,
        String credential,
        long counter,
        boolean backupEligible,
        Instant createdAt,
        Optional<Instant> lastUsedAt) {
    /** Most passkeys of one user. */
    public static final int MOST = 10;

    static final int LONGEST_NAME = 60;

    private static final int MODEL_BYTES = 16;

    /** The credential id, in base64url. */
    String credentialId() {
        ByteBuffer data = ByteBuffer.wrap(Base64Url.decode(credential)
                .orElseThrow(() -> new IllegalStateException("the stored credential is not in base64url")));
        byte[] id = new byte[data.getShort(MODEL_BYTES)];
        data.get(MODEL_BYTES + Short.BYTES, id);
        return Base64Url.encode(id);
    }
}
