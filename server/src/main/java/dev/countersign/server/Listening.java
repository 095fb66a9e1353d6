package dev.countersign.server;

import dev.countersign.base.text.FailureText;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.TlsSettings;
import dev.countersign.server.http.HttpParts;
import dev.countersign.server.http.HttpServer;
import dev.countersign.server.http.HttpSettings;
import dev.countersign.server.insight.Expiring;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.transport.tls.CertificateFiles;
import dev.countersign.server.transport.tls.ClientAuthorityFiles;
import dev.countersign.server.transport.tls.FirstCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ports and TLS certificate of the server. */
final class Listening {
    private Listening() {}

    /**
     * Returns a free port if none is configured: the issuer identifier contains it, so it must be known before anything
     * else is created.
     */
    private static int port(int configured) throws StartRefusedException {
        if (configured != 0) {
            return configured;
        }
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw StartRefusedException.unavailable("There is no free port: " + FailureText.of(none));
        }
    }

    /** The ports for TLS. */
    record Ports(int https, Optional<Integer> mutualTls) {}

    /** The configured ports for TLS, with free ones in the places of 0. */
    static Ports ports(Deployment deployment) throws StartRefusedException {
        Optional<Integer> mutualTls = deployment.server().mutualTls().port();
        return new Ports(
                port(deployment.server().port()),
                mutualTls.isPresent() ? Optional.of(port(mutualTls.get())) : Optional.empty());
    }

    static CertificateFiles certificate(Deployment deployment) throws StartRefusedException {
        Optional<TlsSettings.PemFiles> given = deployment.server().tls().files();
        if (given.isPresent()) {
            return new CertificateFiles(given.get().certificate(), given.get().privateKey());
        }
        Path folder = deployment.home().conf().resolve("tls");
        try {
            return FirstCertificate.in(folder, Wiring.CLOCK);
        } catch (IOException unwritable) {
            throw StartRefusedException.unavailable(
                    "A TLS certificate cannot be written to %s: %s".formatted(folder, FailureText.of(unwritable)));
        }
    }

    /** The certificate authorities of clients. */
    static ClientAuthorityFiles clientAuthorities(Deployment deployment) throws StartRefusedException {
        try {
            return new ClientAuthorityFiles(deployment.server().mutualTls().trustedCertificates());
        } catch (CertificateFiles.UnusableException unusable) {
            throw StartRefusedException.configuration("server.mtls.trusted_certificates: " + unusable.getMessage());
        }
    }

    /**
     * Returns the certificate that clients of the published URLs must be configured to trust: the generated one, if the
     * URLs lead to this machine's own name. For other names a proxy with its own certificate is assumed.
     */
    static Optional<Path> certificateToTrust(
            Deployment deployment, IssuerIdentifier issuer, CertificateFiles certificate) {
        boolean generated = deployment.server().tls().files().isEmpty();
        String host = URI.create(issuer.value()).getHost();
        return generated && "localhost".equals(host) ? Optional.of(certificate.certificate()) : Optional.empty();
    }

    /** The certificates of the server itself, with their ends. */
    static List<Expiring> expiring(SharedParts shared) {
        Stream<Expiring> authorities = shared.clientAuthorities().get().certificates().stream()
                .map(authority -> new Expiring.ClientAuthority(
                        authority.getSubjectX500Principal().getName(),
                        authority.getNotAfter().toInstant()));
        Optional<Instant> end = shared.certificateEnds().of(shared.certificate().certificate());
        return Stream.concat(end.map(Expiring.OwnCertificate::new).stream(), authorities)
                .toList();
    }

    static HttpServer listen(
            Deployment deployment,
            Ports ports,
            CertificateFiles certificate,
            HttpParts parts,
            HttpParts.Organizations others)
            throws StartRefusedException {
        var server = deployment.server();
        try {
            return HttpServer.start(
                    new HttpSettings(
                            address(server.bind(), ports.https()),
                            certificate,
                            address(server.bind(), ports.mutualTls()),
                            address(server.httpBind(), server.httpPort()),
                            server.http2PriorKnowledge(),
                            HttpSettings.Limits.forHeap(Runtime.getRuntime().maxMemory())),
                    parts,
                    others);
        } catch (CertificateFiles.UnusableException unusable) {
            throw StartRefusedException.configuration(String.valueOf(unusable.getMessage()));
        } catch (UnknownHostException unknown) {
            throw StartRefusedException.configuration("There is no such address to listen on: "
                    + server.bind()
                    + server.httpPort().map(_ -> " or " + server.httpBind()).orElse(""));
        } catch (UncheckedIOException taken) {
            throw StartRefusedException.unavailable("The server cannot listen on %s port %s%s%s: %s"
                    .formatted(
                            server.bind(),
                            ports.https(),
                            ports.mutualTls().map(" and port %s"::formatted).orElse(""),
                            server.httpPort()
                                    .map(plain -> " and " + server.httpBind() + " port " + plain)
                                    .orElse(""),
                            FailureText.of(taken)));
        }
    }

    private static Optional<InetSocketAddress> address(String host, Optional<Integer> port)
            throws UnknownHostException {
        return port.isPresent() ? Optional.of(address(host, port.get())) : Optional.empty();
    }

    private static InetSocketAddress address(String host, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
