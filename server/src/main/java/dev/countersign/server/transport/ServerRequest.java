package dev.countersign.server.transport;

import dev.countersign.server.transport.head.RequestTarget;
import dev.countersign.server.transport.limit.TransportLimits;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A request whose head has arrived, over HTTP/1.1 or HTTP/2. Its parts are not decoded, and its string form does not
 * contain them.
 */
public final class ServerRequest {
    private final RequestHeaders headers;
    private final String method;
    private final String path;
    private final String query;
    private final Optional<String> authority;
    private final Optional<String> serverName;
    private final InetAddress peer;
    private final InetAddress client;
    private final boolean secure;
    private final boolean mutualTls;
    private final List<X509Certificate> certificates;
    private final IncomingBody body;

    ServerRequest(HttpRequest head, RequestTarget target, RequestPeer peer, Proxies proxies, IncomingBody body) {
        this.headers = new RequestHeaders(head.headers());
        this.method = head.method().name();
        this.path = target.path();
        this.query = target.query();
        this.authority = target.authority().or(() -> headers.first(HttpHeaderNames.HOST.toString()));
        this.serverName = peer.serverName();
        this.peer = peer.address();
        this.client = proxies.client(peer.address(), headers);
        this.secure = peer.secure();
        this.mutualTls = peer.listener() == RequestPeer.Listener.MUTUAL_TLS;
        this.certificates = peer.certificates();
        this.body = body;
    }

    /** The method, as it was sent (RFC 9110 §9.1). */
    public String method() {
        return method;
    }

    /** The path, as it was sent: percent-encoded, beginning with a slash, or {@code *}. */
    public String path() {
        return path;
    }

    /** The query, as it was sent and without its question mark; empty when there is none. */
    public String query() {
        return query;
    }

    public RequestHeaders headers() {
        return headers;
    }

    /** The host and port in the request ({@code :authority} or {@code Host}); not trusted. */
    public Optional<String> authority() {
        return authority;
    }

    /** The host that the peer named in the TLS handshake, in lower case; empty without one, and without TLS. */
    public Optional<String> serverName() {
        return serverName;
    }

    /** The numeric address of the client (RFC 5952): the peer, or the client of a trusted proxy. */
    public String client() {
        return NetUtil.toAddressString(client);
    }

    /** The address of the peer. */
    public InetAddress peer() {
        return peer;
    }

    /** Whether the connection is encrypted. */
    public boolean isSecure() {
        return secure;
    }

    /** Whether it arrived at the listener that asks for a certificate of the client. */
    public boolean isMutualTls() {
        return mutualTls;
    }

    /**
     * The certificate that the peer presented in the handshake, whose key it has, and after it those that it sent as
     * issuers; empty when it presented none. None of them was validated.
     */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /**
     * Returns the body. A body of at most {@value TransportLimits#EAGER_BODY} bytes has been received already; a longer
     * one is received now, within the deadline of the limits.
     *
     * @param limit the largest number of bytes accepted
     * @throws ConnectionBrokenException when the peer disconnects in the middle of it
     */
    public ReceivedBody body(int limit) throws ConnectionBrokenException {
        return body.receive(limit);
    }

    @Override
    public String toString() {
        return "ServerRequest[redacted]";
    }
}
