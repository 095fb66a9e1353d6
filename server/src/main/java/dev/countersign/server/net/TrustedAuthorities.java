package dev.countersign.server.net;

import dev.countersign.core.jose.certificate.CertificateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The trusted certificate authorities for issuers: those of the Java runtime, and those added by the operator. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /**
     * Returns a TLS context that trusts them and presents no client certificate. Reading the authorities of the Java
     * runtime takes a while, which the start does in parallel: the first call of the supplier waits for it, and fails
     * with an {@link IllegalStateException} when they cannot be read.
     *
     * @throws IllegalArgumentException when a file cannot be read or holds no certificate
     */
    static Supplier<SSLContext> tls(List<Path> additional) {
        if (additional.isEmpty()) {
            return new OfTheRuntime();
        }
        SSLContext tls = context(additional);
        return () -> tls;
    }

    /** Created by the first call, or by several concurrent ones; after a failure the next call tries again. */
    private static final class OfTheRuntime implements Supplier<SSLContext> {
        private volatile @Nullable SSLContext made;

        @Override
        public SSLContext get() {
            SSLContext tls = made;
            if (tls == null) {
                tls = context(List.of());
                made = tls;
            }
            return tls;
        }
    }

    private static SSLContext context(List<Path> additional) {
        try {
            TrustManagerFactory trust = trusting(null);
            if (!additional.isEmpty()) {
                trust = trusting(store(trust, additional));
            }
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException | IOException fault) {
            throw new IllegalStateException("TLS cannot be set up", fault);
        }
    }

    /**
     * Returns a TLS context that trusts some authorities in addition to those of another one.
     *
     * @param base the operator's files
     * @param additional in PEM
     * @throws CertificateException when one of them cannot be read; the message is a clause
     */
    static SSLContext tls(List<Path> base, List<String> additional) throws CertificateException {
        try {
            KeyStore store = store(trusting(null), base);
            int count = 0;
            for (String pem : additional) {
                for (Certificate authority : CertificateFile.read(pem.getBytes(StandardCharsets.UTF_8))) {
                    store.setCertificateEntry("additional-" + count++, authority);
                }
            }
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trusting(store).getTrustManagers(), null);
            return tls;
        } catch (CertificateException unreadable) {
            throw unreadable;
        } catch (GeneralSecurityException | IOException fault) {
            throw new IllegalStateException("TLS cannot be set up", fault);
        }
    }

    /** @param store null means the Java runtime's own */
    private static TrustManagerFactory trusting(@Nullable KeyStore store) throws GeneralSecurityException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }

    private static KeyStore store(TrustManagerFactory runtimes, List<Path> additional)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (var manager : runtimes.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                for (Certificate authority : x509.getAcceptedIssuers()) {
                    store.setCertificateEntry("authority-" + count++, authority);
                }
            }
        }
        for (Path file : additional) {
            for (Certificate authority : read(file)) {
                store.setCertificateEntry("authority-" + count++, authority);
            }
        }
        return store;
    }

    private static Collection<? extends Certificate> read(Path file) {
        try {
            return CertificateFile.read(Files.readAllBytes(file));
        } catch (CertificateException unreadable) {
            throw new IllegalArgumentException(
                    "no certificates can be read from %s: it %s".formatted(file, unreadable.getMessage()), unreadable);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("no certificates can be read from " + file, unreadable);
        }
    }
}
