package dev.countersign.server.transport.tls;

import dev.countersign.core.jose.certificate.CertifiedKey;
import dev.countersign.server.transport.tls.CertificateFiles.UnusableException;
import dev.countersign.server.transport.tls.CertificateFiles.Version;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate presented in TLS handshakes. The files are checked periodically for changes; handshakes in progress
 * keep the certificate they began with. The single key is kept decrypted: the key managers of the JDK would decrypt it
 * again for each handshake.
 */
public final class TlsIdentity extends X509ExtendedKeyManager {
    private static final System.Logger LOGGER = System.getLogger(TlsIdentity.class.getName());
    private static final String ALIAS = "server";
    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final CertificateFiles files;
    private volatile CertifiedKey current;
    private Version seen;
    private @Nullable String lastProblem;

    /** The identity in these files. */
    public TlsIdentity(CertificateFiles files) throws UnusableException {
        this.files = files;
        this.seen = version(files);
        this.current = files.read();
    }

    private static Version version(CertificateFiles files) throws UnusableException {
        try {
            return files.version();
        } catch (IOException absent) {
            throw new UnusableException("The TLS certificate or its key is not where it should be: " + files, absent);
        }
    }

    /** The SSL context that presents this identity, and its replacement when the files change. */
    SSLContext sslContext() {
        return sslContext(null);
    }

    private SSLContext sslContext(TrustManager @Nullable [] trust) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, trust, null);
            return context;
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("TLS is not available", fault);
        }
    }

    /**
     * The TLS settings of a listener with this identity: TLS 1.2 and 1.3 with authenticated encryption only (RFC 9325
     * §4.2).
     *
     * @param mutual whether clients are asked for a certificate; they may present any, which is not validated, or none
     */
    public SslContext nettyContext(boolean mutual) {
        return new JdkSslContext(
                mutual ? sslContext(new TrustManager[] {new AnyClientCertificate()}) : sslContext(),
                false,
                SUITES,
                SupportedCipherSuiteFilter.INSTANCE,
                new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1),
                mutual ? ClientAuth.OPTIONAL : ClientAuth.NONE,
                new String[] {"TLSv1.3", "TLSv1.2"},
                false);
    }

    /**
     * Reads the files again if they were replaced. Unusable files are logged once, and the previous identity remains.
     */
    public synchronized void reloadIfChanged() {
        try {
            Version now = version(files);
            if (!now.equals(seen)) {
                seen = now;
                current = files.read();
                lastProblem = null;
                LOGGER.log(
                        System.Logger.Level.INFO,
                        "The TLS certificate was replaced; the new one is valid until "
                                + current.chain().getFirst().getNotAfter().toInstant());
            }
        } catch (UnusableException problem) {
            if (!Objects.equals(problem.getMessage(), lastProblem)) {
                // the replacement of the files may be incomplete; the previous identity remains in use
                LOGGER.log(System.Logger.Level.WARNING, "The TLS certificate was not reloaded", problem);
            }
            lastProblem = problem.getMessage();
        }
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return current.isOfType(keyType) ? new String[] {ALIAS} : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return current.isOfType(keyType) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current.isOfType(keyType) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return current.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return current.privateKey();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
