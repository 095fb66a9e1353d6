package dev.countersign.server.transport.tls;

import dev.countersign.core.jose.certificate.CertifiedKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The certificates of host names that have their own, each read at the first handshake for its host. While one cannot be
 * used, handshakes for its host fail: no other certificate takes its place.
 */
public final class HostCertificates {
    /** No host has a certificate of its own. */
    public static final HostCertificates NONE = new HostCertificates(_ -> Optional.empty());

    private final Function<String, Optional<CertificateFiles>> registered;
    private final Map<String, FileCertificate> read = new ConcurrentHashMap<>();

    /**
     * Creates the certificates.
     *
     * @param registered the files of the own certificate of a host, whose name is in lower case; empty for hosts without
     *     one and for names that are not registered
     */
    public HostCertificates(Function<String, Optional<CertificateFiles>> registered) {
        this.registered = registered;
    }

    /** Whether the host has a certificate of its own, usable or not. */
    boolean has(String host) {
        return of(host).isPresent();
    }

    /** The own certificate of the host; empty as well when it cannot be used. */
    Optional<CertifiedKey> current(String host) {
        return of(host).flatMap(FileCertificate::current);
    }

    private Optional<FileCertificate> of(String host) {
        return registered.apply(host).map(files -> {
            FileCertificate known = read.get(host);
            return known != null && known.files().equals(files)
                    ? known
                    : read.compute(
                            host,
                            (_, last) -> last != null && last.files().equals(files)
                                    ? last
                                    : FileCertificate.awaited(files, "The TLS certificate of " + host));
        });
    }

    /** Reads replaced files again, and forgets certificates that are no longer registered. */
    void reloadIfChanged() {
        read.forEach((host, certificate) -> {
            if (registered.apply(host).filter(certificate.files()::equals).isPresent()) {
                certificate.reloadIfChanged();
            } else {
                read.remove(host, certificate);
            }
        });
    }
}
