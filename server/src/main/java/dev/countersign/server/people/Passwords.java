package dev.countersign.server.people;

import dev.countersign.server.operation.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords as Argon2id hashes (RFC 9106) in PHC strings. A password may be any text of 12 to 256 characters except the
 * user name; it is normalised (NFKC) first, so that keyboards that compose letters differently produce the same
 * password (NIST SP 800-63B §5.1.1.2).
 */
final class Passwords {
    static final int SHORTEST = 12;
    static final int LONGEST = 256;

    /** The reason why no password can be chosen. */
    static final String SWITCHED_OFF = "Passwords are switched off on this server (console.local_passwords).";

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** Digits of other scripts are accepted: servers that ran in such a locale wrote them. */
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\p{Nd}{1,7}),t=(\\p{Nd}{1,3}),p=(\\p{Nd}{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Cost cost;
    private final boolean accepted;
    /** Each computation occupies memory; further callers wait for a permit. */
    private final Semaphore turns = new Semaphore(4);

    private final String nobodys;

    /**
     * Cost parameters of a hash.
     *
     * @param memory in KiB
     */
    record Cost(int memory, int iterations, int parallelism) {
        /** The first recommendation of OWASP's Password Storage Cheat Sheet with less than 64 MiB. */
        static final Cost STANDARD = new Cost(19 * 1024, 2, 1);
    }

    Passwords(Cost cost) {
        this(cost, true);
    }

    /** @param accepted whether people sign in with passwords; if not, none can be chosen and none is right */
    Passwords(Cost cost, boolean accepted) {
        this.cost = cost;
        this.accepted = accepted;
        // stands in for the hash of an unknown user, so that the check takes as long; no password matches it
        this.nobodys = written(random(SALT_BYTES), random(HASH_BYTES));
    }

    /** Whether people sign in with passwords. */
    boolean areAccepted() {
        return accepted;
    }

    /** Returns the problems of a password for this user name; none when it is acceptable. */
    List<Problem> problems(String password, String username) {
        return problems(password, username, SHORTEST);
    }

    /** As above, with a shorter minimum length that the operator is responsible for. */
    List<Problem> problems(String password, String username, int shortest) {
        if (!accepted) {
            return List.of(new Problem("/password", "switched_off", SWITCHED_OFF));
        }
        var problems = new ArrayList<Problem>();
        String normal = normal(password);
        int length = normal.codePointCount(0, normal.length());
        if (length < shortest || length > LONGEST) {
            problems.add(new Problem(
                    "/password",
                    "out_of_range",
                    "Enter a password of %s to %s characters; this one has %s.".formatted(shortest, LONGEST, length)));
        } else if (normal.toLowerCase(Locale.ROOT).equals(normal(username).toLowerCase(Locale.ROOT))
                || normal.codePoints().distinct().count() < 4) {
            problems.add(
                    new Problem("/password", "too_simple", "This password is too easy to guess. Choose another one."));
        }
        return problems;
    }

    /** The hash of a password. */
    String hash(String password) {
        byte[] salt = random(SALT_BYTES);
        return written(salt, compute(password, cost, salt, HASH_BYTES));
    }

    private String written(byte[] salt, byte[] hash) {
        var encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%s,t=%s,p=%s$%s$%s"
                .formatted(
                        cost.memory(),
                        cost.iterations(),
                        cost.parallelism(),
                        encoder.encodeToString(salt),
                        encoder.encodeToString(hash));
    }

    /** Whether this is the password; takes equally long when there is no hash. */
    boolean isRight(String password, Optional<String> hash) {
        Matcher parts = PHC.matcher(hash.orElse(nobodys));
        if (!parts.matches()) {
            throw new IllegalStateException("a password hash in the store is not in the form that is written there");
        }
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] given = compute(
                password.length() > LONGEST * 4 ? "" : password,
                costOf(parts),
                Base64.getDecoder().decode(parts.group(4)),
                expected.length);
        return MessageDigest.isEqual(expected, given) && hash.isPresent() && accepted;
    }

    /** Whether a hash was computed with lower cost than now required. */
    boolean isOutdated(String hash) {
        Matcher parts = PHC.matcher(hash);
        return !parts.matches() || !costOf(parts).equals(cost) || hash.chars().anyMatch(c -> c >= 0x80);
    }

    private static Cost costOf(Matcher parts) {
        return new Cost(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    private byte[] compute(String password, Cost at, byte[] salt, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(at.memory())
                .withIterations(at.iterations())
                .withParallelism(at.parallelism())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        turns.acquireUninterruptibly();
        try {
            generator.generateBytes(normal(password).getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            turns.release();
        }
        return hash;
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
