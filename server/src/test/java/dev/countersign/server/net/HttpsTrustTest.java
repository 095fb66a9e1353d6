package dev.countersign.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.KeySource;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpsTrustTest {
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2201-01-01T00:00:00Z");
    private static final char[] PASSWORD = "only for this test".toCharArray();
    private static final String ANSWER = "HTTP/1.1 200 OK\r\n\r\n{\"keys\":[]}";

    @TempDir
    private Path folder;

    /** A certificate for one host name or address, its own authority, with its key. */
    record Identity(X509Certificate certificate, KeyPair keys) {
        private static KeyPair newKeys() throws Exception {
            var generator = KeyPairGenerator.getInstance("EC", "SunEC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        }

        private static Identity of(
                GeneralName name, String issuer, KeyPair issuerKeys, KeyPair keys, Instant from, Instant to)
                throws Exception {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name(issuer),
                    BigInteger.ONE,
                    Date.from(from),
                    Date.from(to),
                    new X500Name("CN=test"),
                    keys.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(keys == issuerKeys));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate());
            return new Identity(new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
        }

        /** A certificate that this one vouches for. */
        Identity issue(GeneralName name, Instant from, Instant to) throws Exception {
            return of(name, "CN=test", keys, newKeys(), from, to);
        }

        static Identity of(GeneralName name) throws Exception {
            KeyPair keys = newKeys();
            return of(name, "CN=test", keys, keys, LONG_AGO, FAR_AHEAD);
        }

        RawServer serve() throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", keys.getPrivate(), PASSWORD, new X509Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance("SunX509");
            managers.init(store, PASSWORD);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), null, null);
            var listening = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            return new RawServer(listening, out -> out.write(ANSWER.getBytes(StandardCharsets.US_ASCII)));
        }

        Path write(Path file) throws IOException {
            var text = new StringWriter();
            try (var pem = new JcaPEMWriter(text)) {
                pem.writeObject(certificate);
            }
            return Files.writeString(file, text.toString());
        }
    }

    private static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    static final GeneralName KEYS_EXAMPLE = new GeneralName(GeneralName.dNSName, "keys.example");

    private static HttpJwksFetcher fetcher(Path... authorities) {
        return new HttpJwksFetcher(
                new OutboundSettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        1000,
                        List.of("127.0.0.1"),
                        List.of(authorities),
                        Optional.empty(),
                        Path.of("conf")),
                host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
    }

    private static FetchOutcome<byte[]> fetch(RawServer server, String host, Path... authorities) {
        return fetcher(authorities).fetch(server.url("https", host));
    }

    @Test
    void trustsAnAuthorityThatTheOperatorAdded() throws Exception {
        Identity named = Identity.of(KEYS_EXAMPLE);
        Identity addressed = Identity.of(LOOPBACK);
        Path both = Files.writeString(
                folder.resolve("both.pem"),
                Files.readString(named.write(folder.resolve("a.pem")))
                        + Files.readString(addressed.write(folder.resolve("b.pem"))));
        try (var byName = named.serve();
                var byAddress = addressed.serve()) {
            assertThat(fetch(byName, "keys.example", both)).isInstanceOf(FetchOutcome.Fetched.class);
            assertThat(fetch(byName, "keys.example.", both)).isInstanceOf(FetchOutcome.Fetched.class);
            assertThat(fetch(byAddress, "127.0.0.1", both)).isInstanceOf(FetchOutcome.Fetched.class);
        }
    }

    @Test
    void refusesACertificateOfAnUnknownAuthority() throws Exception {
        Identity stranger = Identity.of(LOOPBACK);
        Path other = Identity.of(LOOPBACK).write(folder.resolve("other.pem"));
        try (var server = stranger.serve()) {
            var refused = new FetchOutcome.Failed<>("presented a TLS certificate that is not trusted");
            assertThat(fetch(server, "127.0.0.1")).isEqualTo(refused);
            assertThat(fetch(server, "127.0.0.1", other)).isEqualTo(refused);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        Identity named = Identity.of(KEYS_EXAMPLE);
        Path authority = named.write(folder.resolve("a.pem"));
        try (var server = named.serve()) {
            for (String host : List.of("127.0.0.1", "other.example", "sub.keys.example", "example")) {
                assertThat(fetch(server, host, authority))
                        .isEqualTo(new FetchOutcome.Failed<>("presented a TLS certificate for another host"));
            }
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void refusesACertificateOutsideItsDates() throws Exception {
        Identity authority = Identity.of(KEYS_EXAMPLE);
        Path trusted = authority.write(folder.resolve("a.pem"));
        try (var valid = authority.issue(LOOPBACK, LONG_AGO, FAR_AHEAD).serve();
                var expired = authority
                        .issue(LOOPBACK, LONG_AGO, LONG_AGO.plusSeconds(60))
                        .serve();
                var future = authority
                        .issue(LOOPBACK, FAR_AHEAD.minusSeconds(60), FAR_AHEAD)
                        .serve()) {
            var refused = new FetchOutcome.Failed<>("presented a TLS certificate that is not trusted");
            assertThat(fetch(valid, "127.0.0.1", trusted)).isInstanceOf(FetchOutcome.Fetched.class);
            assertThat(fetch(expired, "127.0.0.1", trusted)).isEqualTo(refused);
            assertThat(fetch(future, "127.0.0.1", trusted)).isEqualTo(refused);
        }
    }

    @Test
    void saysWhenTheOtherSideDoesNotSpeakTls() throws Exception {
        try (var plain = RawServer.saying(out -> out.write(ANSWER.getBytes(StandardCharsets.US_ASCII)))) {
            assertThat(fetcher().fetch(plain.url("https", "127.0.0.1"))).isInstanceOf(FetchOutcome.Failed.class);
        }
    }

    @Test
    void refusesToStartWithAFileThatHoldsNoCertificate() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");

        for (Path file : List.of(empty, garbage, folder.resolve("missing.pem"))) {
            assertThatThrownBy(() -> fetcher(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.getFileName().toString());
        }
    }

    private static KeySource.JwksUrl source(RawServer server, List<String> authorities, Optional<String> tokenFile) {
        return new KeySource.JwksUrl(server.url("https", "127.0.0.1"), new KeySource.Access(authorities, tokenFile));
    }

    @Test
    void trustsAnAuthorityOfOneIssuerForItsKeysOnly() throws Exception {
        Identity cluster = Identity.of(LOOPBACK);
        Identity other = Identity.of(LOOPBACK);
        String authority = Files.readString(cluster.write(folder.resolve("ca.crt")));
        String another = Files.readString(other.write(folder.resolve("other.crt")));
        HttpJwksFetcher fetcher = fetcher();
        try (RawServer server = cluster.serve()) {
            assertThat(fetcher.fetch(source(server, List.of(another, authority), Optional.empty())))
                    .isInstanceOf(FetchOutcome.Fetched.class);
            assertThat(fetcher.fetch(source(server, List.of(another), Optional.empty())))
                    .isEqualTo(new FetchOutcome.Failed<>("presented a TLS certificate that is not trusted"));
            assertThat(fetcher.fetch(server.url("https", "127.0.0.1")))
                    .isEqualTo(new FetchOutcome.Failed<>("presented a TLS certificate that is not trusted"));
        }
    }

    @Test
    void anAuthorityOfAnIssuerDoesNotVouchForAnotherHost() throws Exception {
        Identity elsewhere = Identity.of(KEYS_EXAMPLE);
        String authority = Files.readString(elsewhere.write(folder.resolve("ca.crt")));
        try (RawServer server = elsewhere.serve()) {
            assertThat(fetcher().fetch(source(server, List.of(authority), Optional.empty())))
                    .isEqualTo(new FetchOutcome.Failed<>("presented a TLS certificate for another host"));
        }
    }

    @Test
    void anUnreadableTokenFileIsAFailureWithItsReason() throws Exception {
        Identity cluster = Identity.of(LOOPBACK);
        String authority = Files.readString(cluster.write(folder.resolve("ca.crt")));
        try (RawServer server = cluster.serve()) {
            var fetch = fetcher()
                    .fetch(source(
                            server,
                            List.of(authority),
                            Optional.of(folder.resolve("gone").toString())));
            assertThat(fetch.failure().orElseThrow()).contains("the file of the bearer token", "does not exist");
        }
    }
}
