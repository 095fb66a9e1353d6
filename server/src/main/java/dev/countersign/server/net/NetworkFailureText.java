package dev.countersign.server.net;

import dev.countersign.base.text.FailureText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Description of a network failure for administrators. It repeats nothing that the peer sent. */
final class NetworkFailureText {
    private NetworkFailureText() {}

    static String clause(IOException failure, OutboundSettings settings) {
        return switch (failure) {
            case ProxyFailureException proxy -> proxy.clause();
            case ConnectTimeoutException _ ->
                "could not be connected to within " + settings.connectTimeout().toMillis() + " ms";
            case SocketTimeoutException _ ->
                "timed out after " + settings.readTimeout().toMillis() + " ms";
            case ConnectException _ -> "refused the connection";
            case NoRouteToHostException _ -> "cannot be reached: there is no route to it";
            case SSLException tls -> clause(tls);
            case MessageConstraintException _ -> "answered with headers that are too long";
            case ConnectionClosedException _ -> "broke the answer off";
            case NoHttpResponseException _ -> "closed the connection without an answer";
            default -> "failed: " + FailureText.of(failure);
        };
    }

    private static String clause(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // In the JDK, the subclass indicates a problem of the chain, and the class itself one of the name.
            if (cause instanceof CertificateException) {
                return cause.getClass() == CertificateException.class
                        ? "presented a TLS certificate for another host"
                        : "presented a TLS certificate that is not trusted";
            }
        }
        return "failed in the TLS handshake";
    }
}
