package dev.countersign.core.dpop;

import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.KeyedHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nonces of this server (RFC 9449 §8): one for each period of two minutes, computed from the number of the period
 * and a secret that all nodes share, so that none is stored and every node accepts those of the others. A nonce is
 * accepted for two to four minutes after it was first given.
 */
public final class DpopNonces {
    private static final long PERIOD_SECONDS = 120;
    private static final int LENGTH = 16;

    private final KeyedHash hash;
    private volatile @Nullable Period last;

    /** @param hash keyed hash function; its key is known only to the nodes of this server */
    public DpopNonces(KeyedHash hash) {
        this.hash = hash;
    }

    /** The nonces of a period, and of those before and after it. */
    private record Period(long number, String before, String current, String after) {}

    /** The nonce for the next proof. */
    public String current(Instant now) {
        return period(now).current();
    }

    /** Whether a proof may hold this nonce. The next one may come from a node whose clock is ahead. */
    boolean accept(String nonce, Instant now) {
        Period period = period(now);
        return same(nonce, period.current()) || same(nonce, period.before()) || same(nonce, period.after());
    }

    private Period period(Instant now) {
        long number = Math.floorDiv(now.getEpochSecond(), PERIOD_SECONDS);
        Period known = last;
        if (known == null || known.number() != number) {
            known = new Period(number, nonce(number - 1), nonce(number), nonce(number + 1));
            last = known;
        }
        return known;
    }

    private String nonce(long period) {
        byte[] code = hash.of(ByteBuffer.allocate(Long.BYTES).putLong(period).array());
        return Base64Url.encode(Arrays.copyOf(code, LENGTH));
    }

    /** Compares in constant time. */
    private static boolean same(String given, String expected) {
        return Sha256.ofUtf8(given).equals(Sha256.ofUtf8(expected));
    }
}
