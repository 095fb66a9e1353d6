package dev.countersign.server.web;

import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.address.AddressRange;
import dev.countersign.server.transport.RequestHeaders;
import dev.countersign.server.transport.ServerRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rule that finds the certificate of the client behind a request: the one of the connection, unless the peer is a proxy
 * that terminates mutual TLS and passes on the certificate of its client in {@code Client-Cert} (RFC 9440 §2). Of such a
 * proxy its own certificate is ignored, and of any other peer the fields are. The certificate is not validated here.
 */
public final class ClientCertificates {
    /** Without proxies. */
    public static final ClientCertificates OF_CONNECTIONS = new ClientCertificates(List.of());

    private static final String CERTIFICATE = "Client-Cert";
    private static final String CHAIN = "Client-Cert-Chain";

    /** A list of structured fields (RFC 9651 §3.1) is separated by commas with optional whitespace around them. */
    private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");

    /** A byte sequence (RFC 9651 §3.3.5) without parameters. */
    private static final Pattern BYTES = Pattern.compile(":[A-Za-z0-9+/]+={0,2}:");

    private final List<AddressRange> proxies;

    /** @param proxies the setting {@code [server.mtls] proxy_addresses} */
    public ClientCertificates(List<AddressRange> proxies) {
        this.proxies = List.copyOf(proxies);
    }

    /** Whether there are proxies that pass on certificates. */
    public boolean haveProxies() {
        return !proxies.isEmpty();
    }

    /**
     * Returns the certificate of the client, if there is one; refuses fields of a proxy that cannot be read. The address
     * of the connection decides, whatever a forwarding header says.
     */
    public Ruling<Optional<ClientCertificate>> of(ServerRequest request) {
        if (!isProxy(request.peer())) {
            return Ruling.granted(ClientCertificate.of(request.certificates()));
        }
        RequestHeaders headers = request.headers();
        if (!headers.contains(CERTIFICATE) && !headers.contains(CHAIN)) {
            return Ruling.granted(Optional.empty());
        }
        Optional<ClientCertificate> read = read(headers.values(CERTIFICATE), headers.values(CHAIN));
        return read.isPresent()
                ? Ruling.granted(read)
                : Ruling.refused(new RequestRejection.Malformed(
                        "Client-Cert or Client-Cert-Chain of the proxy is not as in RFC 9440"));
    }

    private boolean isProxy(InetAddress peer) {
        for (AddressRange proxy : proxies) {
            if (proxy.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /** Reads one byte sequence and a list of byte sequences. */
    static Optional<ClientCertificate> read(List<String> certificate, List<String> chain) {
        if (certificate.size() != 1) {
            return Optional.empty();
        }
        var items = new ArrayList<>(certificate);
        chain.stream()
                .filter(field -> !field.isBlank())
                .forEach(field -> items.addAll(List.of(COMMA.split(field.strip(), -1))));
        var octets = new ArrayList<byte[]>();
        for (String item : items) {
            Optional<byte[]> der = octets(item);
            if (der.isEmpty()) {
                return Optional.empty();
            }
            octets.add(der.get());
        }
        return ClientCertificate.read(octets);
    }

    private static Optional<byte[]> octets(String item) {
        if (!BYTES.matcher(item).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(item.substring(1, item.length() - 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
