package dev.countersign.server.transport.tls;

import dev.countersign.core.jose.certificate.CertifiedKey;
import dev.countersign.server.transport.tls.CertificateFiles.UnusableException;
import dev.countersign.server.transport.tls.CertificateFiles.Version;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its key as they were last read from their files, which are checked periodically for changes. The key
 * is kept decrypted: the key managers of the JDK would decrypt it again for each handshake.
 */
final class FileCertificate {
    private static final System.Logger LOGGER = System.getLogger(FileCertificate.class.getName());

    private final CertificateFiles files;
    private final String name;
    private volatile @Nullable CertifiedKey current;
    private @Nullable Version seen;
    private @Nullable String lastProblem;

    /** @param name of the certificate, which begins a sentence of the log */
    private FileCertificate(CertificateFiles files, String name) {
        this.files = files;
        this.name = name;
    }

    /** The certificate in these files, which must be usable. */
    static FileCertificate usable(CertificateFiles files, String name) throws UnusableException {
        var certificate = new FileCertificate(files, name);
        certificate.read();
        return certificate;
    }

    /** The certificate in these files; there is none until they are usable, which is logged as an error. */
    static FileCertificate awaited(CertificateFiles files, String name) {
        var certificate = new FileCertificate(files, name);
        certificate.reloadIfChanged();
        return certificate;
    }

    CertificateFiles files() {
        return files;
    }

    /** The certificate of the last files that were usable. */
    Optional<CertifiedKey> current() {
        return Optional.ofNullable(current);
    }

    /** Reads the files again if they were replaced. Unusable files are logged once, and the previous certificate remains. */
    synchronized void reloadIfChanged() {
        try {
            Version before = seen;
            if (!version().equals(before)) {
                boolean replaced = before != null || lastProblem != null;
                CertifiedKey read = read();
                lastProblem = null;
                if (replaced) {
                    LOGGER.log(
                            System.Logger.Level.INFO,
                            "%s was replaced; the new one is valid until %s"
                                    .formatted(
                                            name,
                                            read.chain()
                                                    .getFirst()
                                                    .getNotAfter()
                                                    .toInstant()));
                }
            }
        } catch (UnusableException problem) {
            if (!Objects.equals(problem.getMessage(), lastProblem)) {
                log(problem);
            }
            lastProblem = problem.getMessage();
        }
    }

    private void log(UnusableException problem) {
        if (current == null) {
            LOGGER.log(System.Logger.Level.ERROR, name + " cannot be used; handshakes for it fail", problem);
        } else {
            // the replacement of the files may be incomplete; the previous certificate remains in use
            LOGGER.log(System.Logger.Level.WARNING, name + " was not reloaded", problem);
        }
    }

    private CertifiedKey read() throws UnusableException {
        seen = version();
        CertifiedKey read = files.read();
        current = read;
        return read;
    }

    private Version version() throws UnusableException {
        try {
            return files.version();
        } catch (IOException absent) {
            throw new UnusableException("The TLS certificate or its key is not where it should be: " + files, absent);
        }
    }
}
