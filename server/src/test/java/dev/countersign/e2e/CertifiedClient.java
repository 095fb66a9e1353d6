package dev.countersign.e2e;

import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.PublicKeyParameters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client that shows a certificate in TLS, or comes from an address of this machine. */
final class CertifiedClient {
    private static final char[] PASSWORD = "only in memory".toCharArray();

    private final HttpClient.Builder builder;
    private final HttpClient http;

    private CertifiedClient(HttpClient.Builder builder) {
        this.builder = builder;
        this.http = builder.build();
    }

    /**
     * A client that trusts the certificate in this file.
     *
     * @param shown its own certificate, if it has one
     */
    static CertifiedClient of(Path trusted, Optional<Issued> shown, X509Certificate... issuers) throws Exception {
        return new CertifiedClient(HttpClient.newBuilder().sslContext(tls(trusted, shown, issuers)));
    }

    /** TLS of a client that trusts the certificate in this file and may show one of its own. */
    static SSLContext tls(Path trusted, Optional<Issued> shown, X509Certificate... issuers) throws Exception {
        var authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        try (var pem = Files.newInputStream(trusted)) {
            authorities.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (shown.isPresent()) {
            List<X509Certificate> chain = new ArrayList<>(List.of(shown.get().certificate()));
            chain.addAll(Arrays.asList(issuers));
            store.setKeyEntry("client", shown.get().privateKey(), PASSWORD, chain.toArray(X509Certificate[]::new));
        }
        var keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, PASSWORD);
        var tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }

    /** A client without TLS that comes from this address of this machine. */
    static CertifiedClient from(String address) {
        return new CertifiedClient(HttpClient.newBuilder()).at(address);
    }

    /** The same client at this address of this machine. */
    CertifiedClient at(String address) {
        return new CertifiedClient(builder.localAddress(InetAddress.ofLiteral(address)));
    }

    /**
     * Sends a form.
     *
     * @param headers names and values in turn
     */
    Api.Answer form(String url, Map<String, String> form, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"))));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Api.Answer get(String url, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Api.Answer post(String url, Map<String, Object> json, String... headers) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url))
                .headers(headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JsonText.write(json))));
    }

    private Api.Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, Object> json =
                StrictJson.readObject(response.body()) instanceof Parsed.Read(var members) ? members : Map.of();
        return new Api.Answer(response.statusCode(), json, response.headers());
    }

    /** The members of an application that is known by certificates of its own (RFC 8705 §2.2). */
    static Map<String, Object> selfSigned(X509Certificate... certificates) throws Exception {
        var keys = new ArrayList<Map<String, Object>>();
        for (X509Certificate certificate : certificates) {
            var jwk = new HashMap<>(PublicKeyParameters.of(certificate.getPublicKey())
                    .orElseThrow()
                    .members());
            jwk.put("x5c", List.of(Base64.getEncoder().encodeToString(certificate.getEncoded())));
            keys.add(jwk);
        }
        return Map.of("token_endpoint_auth_method", "self_signed_tls_client_auth", "jwks", Map.of("keys", keys));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
