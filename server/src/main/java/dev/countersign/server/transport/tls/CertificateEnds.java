package dev.countersign.server.transport.tls;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The ends of certificates in PEM files, each read again only when its file was replaced. */
public final class CertificateEnds {
    private static final System.Logger LOG = System.getLogger(CertificateEnds.class.getName());

    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    private record Known(FileTime modified, long length, Optional<Instant> end) {}

    /** The end of the first certificate in the file; empty when it cannot be read. */
    public Optional<Instant> of(Path certificate) {
        try {
            FileTime modified = Files.getLastModifiedTime(certificate);
            long length = Files.size(certificate);
            Known last = known.get(certificate);
            if (last != null && last.modified().equals(modified) && last.length() == length) {
                return last.end();
            }
            Optional<Instant> end = read(certificate);
            known.put(certificate, new Known(modified, length, end));
            return end;
        } catch (IOException unreadable) {
            known.remove(certificate);
            return unreadable(unreadable);
        }
    }

    private static Optional<Instant> read(Path certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in) instanceof X509Certificate read
                    ? Optional.of(read.getNotAfter().toInstant())
                    : Optional.empty();
        } catch (CertificateException malformed) {
            return unreadable(malformed);
        }
    }

    /** Asked for every few seconds; the reader of the files that are served reports the problem once. */
    private static Optional<Instant> unreadable(Exception reason) {
        LOG.log(Level.DEBUG, "A TLS certificate cannot be read", reason);
        return Optional.empty();
    }
}
