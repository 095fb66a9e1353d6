package dev.countersign.e2e;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The JWKS endpoint of a cluster: with a certificate of its own authority, and for holders of a token only. */
final class ProtectedJwks implements AutoCloseable {
    private static final char[] PASSWORD = "only for this test".toCharArray();

    private final HttpsServer server;
    private final X509Certificate certificate;
    private final List<Optional<String>> authorizations = new CopyOnWriteArrayList<>();

    private ProtectedJwks(HttpsServer server, X509Certificate certificate) {
        this.server = server;
        this.certificate = certificate;
    }

    /** Serves these keys to requests with this token. */
    static ProtectedJwks start(String jwks, String token) throws IOException, GeneralSecurityException {
        return start(jwks, Optional.of("Bearer " + token));
    }

    private static ProtectedJwks start(String jwks, Optional<String> authorization)
            throws IOException, GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        X509Certificate certificate = certificate(keys);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys, certificate)));
        var endpoint = new ProtectedJwks(server, certificate);
        server.createContext("/openid/v1/jwks", exchange -> {
            Optional<String> shown =
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
            endpoint.authorizations.add(shown);
            boolean admitted = shown.equals(authorization);
            byte[] body = (admitted ? jwks : "{}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(admitted ? 200 : 401, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.createContext("/.well-known/openid-configuration", exchange -> {
            byte[] body = "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}"
                    .formatted(endpoint.origin(), endpoint.url())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        return endpoint;
    }

    /** Serves these keys to every request. */
    static ProtectedJwks startPublic(String jwks) throws IOException, GeneralSecurityException {
        return start(jwks, Optional.empty());
    }

    private static X509Certificate certificate(KeyPair keys) throws IOException, GeneralSecurityException {
        try {
            var name = new X500Name("CN=kube-apiserver");
            Instant now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(Duration.ofDays(1))),
                    name,
                    keys.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
        } catch (OperatorCreationException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static SSLContext context(KeyPair keys, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", keys.getPrivate(), PASSWORD, new X509Certificate[] {certificate});
        var managers = KeyManagerFactory.getInstance("SunX509");
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    String url() {
        return origin() + "/openid/v1/jwks";
    }

    /** The issuer identifier in its metadata. */
    String origin() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The authority that has signed its certificate. */
    String authority() throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()));
    }

    /** The headers of all requests so far. */
    List<Optional<String>> authorizations() {
        return List.copyOf(authorizations);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
