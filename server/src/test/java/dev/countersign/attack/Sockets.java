package dev.countersign.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Connections of attackers, which trust any certificate. */
final class Sockets {
    private static final String SERVER = "127.0.0.1";
    private static final int PATIENCE_MILLIS = 30_000;
    private static final SSLContext TRUSTING = trusting();

    private Sockets() {}

    static Socket plain(int port) throws IOException {
        return plain(port, SERVER);
    }

    /** A connection from this address, which must be a local one. */
    static Socket plain(int port, String from) throws IOException {
        var socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            return connected(socket, port);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** A connection whose receive buffer is small, so that what is not read fills the window of TCP soon. */
    static Socket withSmallWindow(int port) throws IOException {
        var socket = new Socket();
        try {
            socket.setReceiveBufferSize(4 * 1024);
            return connected(socket, port);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    private static Socket connected(Socket socket, int port) throws IOException {
        socket.connect(new InetSocketAddress(SERVER, port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** A connection with TLS, and this protocol chosen by ALPN. */
    static SSLSocket tls(int port, String protocol) throws IOException {
        return tls(plain(port), parameters -> parameters.setApplicationProtocols(new String[] {protocol}));
    }

    /** A connection with TLS over another one. */
    static SSLSocket tls(Socket below, Settings settings) throws IOException {
        return tls(TRUSTING, below, settings);
    }

    static SSLSocket tls(SSLContext context, Socket below, Settings settings) throws IOException {
        try {
            var socket = (SSLSocket) context.getSocketFactory().createSocket(below, SERVER, below.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            settings.change(parameters);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException | RuntimeException failed) {
            below.close();
            throw failed;
        }
    }

    /** The settings of a handshake. */
    interface Settings {
        void change(SSLParameters parameters);
    }

    static TrustManager[] trustAll() {
        return new TrustManager[] {new TrustsAll()};
    }

    private static SSLContext trusting() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trustAll(), null);
            return context;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
