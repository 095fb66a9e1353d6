package dev.countersign.server.transport.tls;

import dev.countersign.core.jose.certificate.CertifiedKey;
import dev.countersign.server.transport.tls.CertificateFiles.UnusableException;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate presented in TLS handshakes: the own one of the host that the client names, or that of the server. The
 * files are checked periodically for changes; handshakes in progress keep the certificate they began with.
 */
public final class TlsIdentity extends X509ExtendedKeyManager {
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

    private static final SNIMatcher ANY_HOST = new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
        @Override
        public boolean matches(SNIServerName name) {
            return true;
        }
    };

    private final FileCertificate main;
    private final HostCertificates hosts;

    /** The identity in these files, for all hosts. */
    public TlsIdentity(CertificateFiles files) throws UnusableException {
        this(files, HostCertificates.NONE);
    }

    /**
     * The identity in these files, for hosts that have no certificate of their own and for clients that name no host.
     *
     * @param hosts the certificates of other hosts
     */
    public TlsIdentity(CertificateFiles files, HostCertificates hosts) throws UnusableException {
        this.main = FileCertificate.usable(files, "The TLS certificate");
        this.hosts = hosts;
    }

    /**
     * Loads the classes and finds the cipher suites, for which the first listener would otherwise wait. Without a key no
     * handshake succeeds.
     */
    public static void prepare() {
        var _ = nettyContext(new KeyManager[0], false);
    }

    /** The SSL context that presents this identity, and its replacement when the files change. */
    SSLContext sslContext() {
        return sslContext(new KeyManager[] {this}, false);
    }

    /** Trusts no certificate unless clients are asked for one: the JDK would read its authorities for the default. */
    private static SSLContext sslContext(KeyManager[] keys, boolean mutual) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys, mutual ? new TrustManager[] {new AnyClientCertificate()} : new TrustManager[0], null);
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
        return nettyContext(new KeyManager[] {this}, mutual);
    }

    private static SslContext nettyContext(KeyManager[] keys, boolean mutual) {
        return new JdkSslContext(
                sslContext(keys, mutual),
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
     * Reads the files again if they were replaced. Unusable files are logged once, and the previous certificate remains.
     */
    public void reloadIfChanged() {
        main.reloadIfChanged();
        hosts.reloadIfChanged();
    }

    /**
     * Has the host that the client names noted in the session: a session for one host is not resumed for another (RFC 6066
     * §3), which the JDK compares only with a matcher.
     */
    public static void noteServerName(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setSNIMatchers(List.of(ANY_HOST));
        engine.setSSLParameters(parameters);
    }

    /** The host that the client named in the handshake (RFC 6066 §3), in lower case. */
    public static Optional<String> serverName(@Nullable SSLSession session) {
        return session instanceof ExtendedSSLSession extended
                ? extended.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
                        .findFirst()
                : Optional.empty();
    }

    /** The alias of a certificate is the name of its host, if it has one of its own. */
    private Optional<CertifiedKey> current(String alias) {
        return alias.equals(ALIAS) ? main.current() : hosts.current(alias);
    }

    private @Nullable String alias(String keyType, Optional<String> host) {
        String alias = host.filter(hosts::has).orElse(ALIAS);
        return current(alias).filter(key -> key.isOfType(keyType)).isPresent() ? alias : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType, Optional.empty());
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType, serverName(socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType, serverName(engine == null ? null : engine.getHandshakeSession()));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return current(alias)
                .map(key -> key.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return current(alias).map(CertifiedKey::privateKey).orElse(null);
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
