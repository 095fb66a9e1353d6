package dev.countersign.core.jose.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Reader of the private key for TLS in a file of the operator: in PEM, without a passphrase, in PKCS#8 or the older forms
 * of OpenSSL (PKCS#1, SEC 1). Other content before and after it is skipped, such as certificates and comments.
 */
public final class PrivateKeyFile {
    private static final String PASSPHRASE =
            "holds a private key with a passphrase; write it without one with openssl pkey";

    private PrivateKeyFile() {}

    /**
     * Reads the first private key.
     *
     * @throws InvalidKeyException when there is none that can be used; the message is a clause to follow the file's
     *     name, such as "holds no private key in PEM", and contains nothing of the key
     */
    public static PrivateKey read(byte[] content) throws InvalidKeyException {
        if (KeyFileText.wideCharset(content).isPresent()) {
            throw new InvalidKeyException(PemText.UTF_16);
        }
        try (var reader = new PemReader(new StringReader(CertificateFile.text(content)))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                Optional<PrivateKey> key = key(block);
                if (key.isPresent()) {
                    return key.get();
                }
            }
        } catch (IOException
                | DecoderException
                | IllegalArgumentException
                | NoSuchAlgorithmException
                | InvalidKeySpecException malformed) {
            // without the cause, whose message may quote the content
            throw new InvalidKeyException("holds a private key that cannot be read");
        }
        throw new InvalidKeyException("holds no private key in PEM");
    }

    private static Optional<PrivateKey> key(PemObject block)
            throws IOException, InvalidKeyException, NoSuchAlgorithmException, InvalidKeySpecException {
        byte[] der = block.getContent();
        return switch (block.getType()) {
            case "PRIVATE KEY" -> Optional.of(key(PrivateKeyInfo.getInstance(der)));
            case "RSA PRIVATE KEY" -> Optional.of(key(pkcs1(der, block)));
            case "EC PRIVATE KEY" -> Optional.of(key(sec1(der, block)));
            case "ENCRYPTED PRIVATE KEY" -> throw new InvalidKeyException(PASSPHRASE);
            default -> Optional.empty();
        };
    }

    /** RFC 8017 §A.1.2. */
    private static PrivateKeyInfo pkcs1(byte[] der, PemObject block) throws IOException, InvalidKeyException {
        requireReadable(block);
        return info(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                RSAPrivateKey.getInstance(der));
    }

    /** RFC 5915 §3. */
    private static PrivateKeyInfo sec1(byte[] der, PemObject block) throws IOException, InvalidKeyException {
        requireReadable(block);
        var key = ECPrivateKey.getInstance(der);
        return info(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()), key);
    }

    private static PrivateKeyInfo info(AlgorithmIdentifier algorithm, ASN1Object key) throws IOException {
        return new PrivateKeyInfo(algorithm, key);
    }

    /** The older forms mark encryption in a header of the block (RFC 1421 §4.6.1.1). */
    private static void requireReadable(PemObject block) throws InvalidKeyException {
        for (Object header : block.getHeaders()) {
            if (header instanceof PemHeader pem && pem.getName().equals("Proc-Type")) {
                throw new InvalidKeyException(PASSPHRASE);
            }
        }
    }

    private static PrivateKey key(PrivateKeyInfo info)
            throws IOException, NoSuchAlgorithmException, InvalidKeySpecException {
        String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }
}
