package dev.countersign.server.people.passkey;

import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.KeyedHash;
import dev.countersign.core.jose.signing.Secrets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * Challenges of ceremonies (WebAuthn Level 3 §13.4.3). A challenge is a time, a random value and a code over both, over
 * the purpose and over the visitor's form token, which belongs to a cookie. It is valid for five minutes, for one purpose
 * and in one browser. Nothing is stored until a ceremony is valid.
 */
final class Challenges {
    static final Duration VALID = Duration.ofMinutes(5);

    private static final int RANDOM_BYTES = 32;
    private static final int LENGTH = Long.BYTES + RANDOM_BYTES + Sha256.LENGTH;

    private final KeyedHash hash;
    private final InstantSource clock;

    /** @param hash keyed hash function of one organization, whose key all nodes share */
    Challenges(KeyedHash hash, InstantSource clock) {
        this.hash = hash;
        this.clock = clock;
    }

    /** Purpose of a ceremony, in the browser of one visitor. */
    record Purpose(String name, String visitor) {
        static Purpose signIn(String visitor) {
            return new Purpose("sign-in", visitor);
        }

        /** @param owner the id of a signed-in user, or the hash of a link */
        static Purpose add(String owner, String visitor) {
            return new Purpose("add " + owner, visitor);
        }
    }

    /** A new challenge, in base64url. */
    String issue(Purpose purpose) {
        byte[] random = Sha256.ofUtf8(Secrets.generate()).bytes();
        long expires = clock.instant().plus(VALID).toEpochMilli();
        byte[] code = code(purpose, expires, random);
        return Base64Url.encode(ByteBuffer.allocate(LENGTH)
                .putLong(expires)
                .put(random)
                .put(code)
                .array());
    }

    /** Accepts a challenge of this purpose that has not expired; it may have been used. */
    Optional<UsedChallenge> accept(Purpose purpose, byte[] challenge) {
        if (challenge.length != LENGTH) {
            return Optional.empty();
        }
        long expires = ByteBuffer.wrap(challenge).getLong();
        byte[] random = Arrays.copyOfRange(challenge, Long.BYTES, Long.BYTES + RANDOM_BYTES);
        byte[] code = Arrays.copyOfRange(challenge, Long.BYTES + RANDOM_BYTES, LENGTH);
        return MessageDigest.isEqual(code, code(purpose, expires, random))
                        && clock.instant().toEpochMilli() < expires
                ? Optional.of(new UsedChallenge(Sha256.of(challenge), Instant.ofEpochMilli(expires)))
                : Optional.empty();
    }

    private byte[] code(Purpose purpose, long expires, byte[] random) {
        byte[] text = (purpose.name() + "\n" + purpose.visitor()).getBytes(StandardCharsets.UTF_8);
        return hash.of(ByteBuffer.allocate(LENGTH + text.length)
                .putLong(expires)
                .put(random)
                .put(text)
                .array());
    }
}
