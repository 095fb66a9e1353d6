package dev.countersign.cli.remote;

import dev.countersign.base.text.FailureText;
import dev.countersign.core.jose.certificate.CertificateFile;
import dev.countersign.core.jose.certificate.CertifiedKey;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS client settings for the supported kinds of trust in a server. */
final class Tls {
    private Tls() {}

    /** @param own the certificate to present */
    static SSLContext context(TrustedServer trusted, Optional<CertifiedKey> own) throws CallFailedException {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            KeyManager[] keys = own.map(key -> new KeyManager[] {new PresentedCertificate(key)})
                    .orElse(null);
            tls.init(keys, new TrustManager[] {trustManager(trusted)}, null);
            return tls;
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("TLS cannot be set up", fault);
        }
    }

    private static X509ExtendedTrustManager trustManager(TrustedServer trusted) throws CallFailedException {
        return switch (trusted) {
            case TrustedServer.ByAuthorities() -> trusting(null);
            case TrustedServer.ByFile(Path file) -> trusting(store(file));
            case TrustedServer.ByHome(Path file) -> new HomeFirst(trusting(store(file)));
            case TrustedServer.Anybody() -> new AcceptingAnybody();
        };
    }

    /** @param store null means the Java runtime's own */
    private static X509ExtendedTrustManager trusting(@Nullable KeyStore store) {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("TLS cannot be set up", fault);
        }
    }

    private static KeyStore store(Path file) throws CallFailedException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int count = 0;
            for (var certificate : CertificateFile.read(Files.readAllBytes(file))) {
                store.setCertificateEntry("authority-" + count++, certificate);
            }
            return store;
        } catch (IOException unreadable) {
            throw CallFailedException.noInput(
                    "The certificates in %s cannot be read: %s".formatted(file, FailureText.of(unreadable)));
        } catch (CertificateException malformed) {
            throw CallFailedException.noInput("The file %s %s.".formatted(file, malformed.getMessage()));
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("TLS cannot be set up", fault);
        }
    }

    /**
     * Trust manager that accepts the certificate of the home. The authorities of the Java runtime are read only if the
     * server presents another certificate.
     */
    private static final class HomeFirst extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager home;

        HomeFirst(X509ExtendedTrustManager home) {
            this.home = home;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            try {
                home.checkServerTrusted(chain, type, engine);
            } catch (CertificateException another) {
                trusting(null).checkServerTrusted(chain, type, engine);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            try {
                home.checkServerTrusted(chain, type, socket);
            } catch (CertificateException another) {
                trusting(null).checkServerTrusted(chain, type, socket);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("the host is not known");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return home.getAcceptedIssuers();
        }
    }

    /** Trust manager that accepts every certificate, as requested with {@code --insecure}. */
    private static final class AcceptingAnybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
