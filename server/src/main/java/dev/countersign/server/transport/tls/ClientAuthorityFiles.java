package dev.countersign.server.transport.tls;

import dev.countersign.core.jose.certificate.CertificateFile;
import dev.countersign.core.jose.certificate.ClientAuthorities;
import dev.countersign.server.transport.tls.CertificateFiles.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The PEM files with the certificate authorities of clients, checked periodically for changes. */
public final class ClientAuthorityFiles implements Supplier<ClientAuthorities> {
    private static final System.Logger LOGGER = System.getLogger(ClientAuthorityFiles.class.getName());

    private final List<Path> files;
    private volatile ClientAuthorities current;
    private List<Version> seen;
    private @Nullable String lastProblem;

    /** Modification time and length of a file, by which a replacement is detected. */
    private record Version(FileTime modified, long length) {}

    /**
     * Reads the files.
     *
     * @throws UnusableException when one cannot be read or holds no certificate
     */
    public ClientAuthorityFiles(List<Path> files) throws UnusableException {
        this.files = List.copyOf(files);
        this.seen = versions(files);
        this.current = read(files);
    }

    /** The authorities of the last files that could be read. */
    @Override
    public ClientAuthorities get() {
        return current;
    }

    /**
     * Reads the files again if one was replaced. Unusable files are logged once, and the previous authorities remain:
     * the replacement may be incomplete.
     */
    public synchronized void reloadIfChanged() {
        try {
            List<Version> now = versions(files);
            if (!now.equals(seen)) {
                seen = now;
                current = read(files);
                lastProblem = null;
                LOGGER.log(System.Logger.Level.INFO, "The certificate authorities of clients were replaced");
            }
        } catch (UnusableException problem) {
            if (!Objects.equals(problem.getMessage(), lastProblem)) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "The certificate authorities of clients were not reloaded",
                        problem);
            }
            lastProblem = problem.getMessage();
        }
    }

    private static List<Version> versions(List<Path> files) throws UnusableException {
        var versions = new ArrayList<Version>();
        for (Path file : files) {
            try {
                versions.add(new Version(Files.getLastModifiedTime(file), Files.size(file)));
            } catch (IOException absent) {
                throw new UnusableException("The trusted certificates in " + file + " cannot be read", absent);
            }
        }
        return versions;
    }

    private static ClientAuthorities read(List<Path> files) throws UnusableException {
        var certificates = new ArrayList<X509Certificate>();
        for (Path file : files) {
            try {
                certificates.addAll(CertificateFile.read(Files.readAllBytes(file)));
            } catch (IOException problem) {
                throw new UnusableException("The trusted certificates in " + file + " cannot be read", problem);
            } catch (CertificateException problem) {
                throw new UnusableException("The file " + file + " " + problem.getMessage(), problem);
            }
        }
        return new ClientAuthorities(certificates);
    }
}
