package dev.countersign.server.transport.tls;

import dev.countersign.core.jose.certificate.CertificateFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * The two PEM files with the server's TLS certificate and its chain, and with its private key.
 *
 * @param certificate the server's own certificate first, then those of the intermediate authorities
 * @param privateKey without a passphrase, in PKCS#8 or the older forms of OpenSSL
 */
public record CertificateFiles(Path certificate, Path privateKey) {

    /** A certificate with its chain and the key that belongs to it. */
    record Identity(List<X509Certificate> chain, PrivateKey privateKey) {
        Identity {
            chain = List.copyOf(chain);
        }
    }

    /** Modification times and lengths of the files, by which a replacement is detected. */
    record Version(FileTime certificate, long certificateLength, FileTime privateKey, long privateKeyLength) {}

    /**
     * Exception for files that cannot be used; the message states the file and the reason, and contains nothing of the
     * key.
     */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message, Throwable cause) {
            super(message, cause);
        }

        UnusableException(String message) {
            super(message);
        }
    }

    /** The current version of the files. */
    Version version() throws IOException {
        return new Version(
                Files.getLastModifiedTime(certificate),
                Files.size(certificate),
                Files.getLastModifiedTime(privateKey),
                Files.size(privateKey));
    }

    /** Reads both files and checks that they belong together. */
    Identity read() throws UnusableException {
        List<X509Certificate> chain = readChain();
        PrivateKey key = readKey();
        if (!KeyPairs.belongTogether(chain.getFirst().getPublicKey(), key)) {
            throw new UnusableException(
                    "The private key in " + privateKey + " is not the one of the certificate in " + certificate);
        }
        return new Identity(chain, key);
    }

    private List<X509Certificate> readChain() throws UnusableException {
        try {
            return CertificateFile.read(Files.readAllBytes(certificate));
        } catch (IOException problem) {
            throw new UnusableException("The certificate in " + certificate + " cannot be read", problem);
        } catch (CertificateException problem) {
            throw new UnusableException("The file " + certificate + " " + problem.getMessage(), problem);
        }
    }

    private PrivateKey readKey() throws UnusableException {
        var converter = new JcaPEMKeyConverter();
        try (var parser = new PEMParser(new StringReader(CertificateFile.text(Files.readAllBytes(privateKey))))) {
            for (Object read = parser.readObject(); read != null; read = parser.readObject()) {
                if (read instanceof PrivateKeyInfo pkcs8) {
                    return converter.getPrivateKey(pkcs8);
                }
                if (read instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (IOException problem) {
            throw new UnusableException("The private key in " + privateKey + " cannot be read", problem);
        }
        throw new UnusableException("There is no private key without a passphrase in " + privateKey);
    }
}
