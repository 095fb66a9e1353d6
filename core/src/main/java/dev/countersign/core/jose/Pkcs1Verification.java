package dev.countersign.core.jose;

import dev.countersign.core.jose.key.Octets;
import dev.countersign.core.jose.key.RsaParameters;
import dev.countersign.core.jose.key.SignatureScheme;
import dev.countersign.core.jose.key.Unsigned;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The verification of RSASSA-PKCS1-v1_5 by computing the block again and comparing (RFC 8017 §8.2.2).
 *
 * <p>It replaces that of the JDK, which also accepts a block whose hash name lacks its NULL. Corretto does not, and the
 * result for a token must be the same on every platform.
 */
final class Pkcs1Verification {
    private Pkcs1Verification() {}

    static boolean verify(RsaParameters key, SignatureScheme.RsaPkcs1 scheme, byte[] signingInput, byte[] signature)
            throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance(scheme.hash(), "SUN").digest(signingInput);
        byte[] digestInfo = HexFormat.of().parseHex(scheme.digestInfo());
        byte[] expected = block(Octets.concat(digestInfo, hash), key.signatureLength());
        var representative = Unsigned.decode(signature);
        return representative.compareTo(key.modulus()) < 0
                && Unsigned.decode(expected).equals(representative.modPow(key.exponent(), key.modulus()));
    }

    /** EMSA-PKCS1-v1_5 (RFC 8017 §9.2): 00 01 FF … FF 00 and the named hash. */
    private static byte[] block(byte[] namedHash, int length) {
        byte[] block = new byte[length];
        int start = length - namedHash.length;
        block[1] = 1;
        Arrays.fill(block, 2, start - 1, (byte) 0xFF);
        System.arraycopy(namedHash, 0, block, start, namedHash.length);
        return block;
    }
}
