package dev.countersign.server.people.passkey;

import dev.countersign.core.jose.key.Sha256;

/** Identifier of a passkey: the hash of its credential id, in hexadecimal. It is unique within an organization. */
public record PasskeyId(String value) {

    /** The identifier of the passkey with this credential id. */
    static PasskeyId of(byte[] credentialId) {
        return new PasskeyId(Sha256.of(credentialId).hex());
    }
}
