package dev.countersign.server.transport.tls;

import dev.countersign.core.jose.certificate.CertificateFile;
import dev.countersign.core.jose.certificate.CertifiedKey;
import dev.countersign.core.jose.certificate.PrivateKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The two PEM files with the server's TLS certificate and its chain, and with its private key.
 *
 * @param certificate the server's own certificate first, then those of the intermediate authorities
 * @param privateKey without a passphrase, in PKCS#8 or the older forms of OpenSSL
 */
public record CertificateFiles(Path certificate, Path privateKey) {
    private static final long LARGEST = 1024 * 1024;

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

    /** The reason why the files cannot be used, as a sentence with nothing of their content. */
    public Optional<String> objection() {
        try {
            var _ = read();
            return Optional.empty();
        } catch (UnusableException unusable) {
            return Optional.of(unusable.getMessage() + ".");
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
    CertifiedKey read() throws UnusableException {
        return CertifiedKey.of(readChain(), readKey())
                .orElseThrow(() -> new UnusableException(
                        "The private key in " + privateKey + " is not the one of the certificate in " + certificate));
    }

    /** The content of an ordinary file of limited size: a device or a pipe would have no end. */
    private static byte[] content(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            throw new IOException("this is not a file of at most " + LARGEST + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private List<X509Certificate> readChain() throws UnusableException {
        try {
            return CertificateFile.read(content(certificate));
        } catch (IOException problem) {
            throw new UnusableException("The certificate in " + certificate + " cannot be read", problem);
        } catch (CertificateException problem) {
            throw new UnusableException("The file " + certificate + " " + problem.getMessage(), problem);
        }
    }

    private PrivateKey readKey() throws UnusableException {
        try {
            return PrivateKeyFile.read(content(privateKey));
        } catch (IOException problem) {
            throw new UnusableException("The private key in " + privateKey + " cannot be read", problem);
        } catch (InvalidKeyException problem) {
            throw new UnusableException("The file " + privateKey + " " + problem.getMessage(), problem);
        }
    }
}
