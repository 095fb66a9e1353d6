package dev.countersign.server.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Socket that is connected to a target when a proxy has opened a tunnel to it (RFC 9110 §9.3.6). The JDK would refuse to
 * send Basic credentials for a tunnel, and a client of HTTP would read a refusal of any length; so the request is written
 * and the head of its response is read here.
 */
final class TunnelSocket extends Socket {
    /** Largest head of the response in bytes. */
    private static final int LARGEST_HEAD = 16 * 1024;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( [^\\r\\n]*)?");
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;
    private static final int AUTHENTICATION_REQUIRED = 407;

    private final OutboundProxy proxy;
    private final String target;
    private final OutboundSettings settings;

    TunnelSocket(OutboundProxy proxy, FetchTarget target, OutboundSettings settings) {
        this.proxy = proxy;
        this.target = OutboundProxy.authority(target.host(), target.port());
        this.settings = settings;
    }

    /** Connects to the proxy, and then through it. Of the endpoint, only the address is used: it is one of the proxy. */
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        try {
            super.connect(new InetSocketAddress(((InetSocketAddress) endpoint).getAddress(), proxy.port()), timeout);
            setSoTimeout(Math.toIntExact(settings.readTimeout().toMillis()));
            getOutputStream().write(request());
            judge(statusLine(getInputStream()));
        } catch (ProxyFailureException refusal) {
            throw refusal;
        } catch (IOException broken) {
            throw new ProxyFailureException(NetworkFailureText.clause(broken, settings), broken);
        }
    }

    private byte[] request() {
        var head = new StringBuilder(
                "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\nUser-Agent: Countersign\r\n".formatted(target));
        proxy.credentials()
                .ifPresent(user -> head.append("Proxy-Authorization: Basic ")
                        .append(Base64.getEncoder()
                                .encodeToString(
                                        (user.username() + ':' + user.password()).getBytes(StandardCharsets.UTF_8)))
                        .append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the head of the response byte by byte, because what follows it belongs to the target, and returns its first
     * line. Its fields have no meaning for a tunnel.
     */
    private static String statusLine(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int lineLength = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            if (b == '\n') {
                if (lineLength == 0) {
                    return head.toString(StandardCharsets.ISO_8859_1)
                            .lines()
                            .findFirst()
                            .orElse("");
                }
                lineLength = 0;
            } else if (b != '\r') {
                lineLength++;
            }
            if (head.size() == LARGEST_HEAD) {
                throw new ProxyFailureException("answered with headers that are too long");
            }
        }
        throw new ProxyFailureException(
                head.size() == 0 ? "closed the connection without an answer" : "broke the answer off");
    }

    private void judge(String statusLine) throws ProxyFailureException {
        Matcher line = STATUS_LINE.matcher(statusLine);
        if (!line.matches()) {
            throw new ProxyFailureException("did not answer with HTTP");
        }
        int status = Integer.parseInt(line.group(1));
        if (status == AUTHENTICATION_REQUIRED) {
            throw new ProxyFailureException(
                    proxy.credentials().isPresent()
                            ? "refused its username and password (407)"
                            : "wants a username and a password (407), and none are configured under [net]");
        }
        if (status / HUNDRED != SUCCESS) {
            throw new ProxyFailureException("refused the tunnel: it answered " + status);
        }
    }
}
