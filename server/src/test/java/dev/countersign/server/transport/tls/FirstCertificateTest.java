package dev.countersign.server.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.server.transport.tls.CertificateFiles.UnusableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant CENTURY_WRITTEN_FROM = Instant.parse("2050-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private CertificateFiles make() throws Exception {
        return FirstCertificate.in(folder.resolve("conf/tls"), () -> NOW);
    }

    @Test
    void isForThisMachineByAllItsNames() throws Exception {
        X509Certificate certificate = make().read().chain().getFirst();

        assertThat(certificate.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1).toString()))
                .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(825)));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        certificate.verify(certificate.getPublicKey());
    }

    /** From 2050 on the century is written, too (RFC 5280 §4.1.2.5). */
    @ParameterizedTest
    @ValueSource(
            strings = {"2047-09-28T23:59:59Z", "2047-09-29T00:00:00Z", "2050-01-01T00:59:59Z", "2050-01-01T01:00:00Z"})
    void isValidForAsLongInYearsOfTheNextHalfOfTheCentury(Instant now) throws Exception {
        X509Certificate certificate =
                FirstCertificate.in(folder, () -> now).read().chain().getFirst();

        assertThat(certificate.getNotBefore()).isEqualTo(now.minus(Duration.ofHours(1)));
        assertThat(certificate.getNotAfter()).isEqualTo(now.plus(Duration.ofDays(825)));
        assertThat(timesOf(certificate))
                .containsExactly(
                        now.minus(Duration.ofHours(1)).isBefore(CENTURY_WRITTEN_FROM) ? "UTCTime" : "GeneralizedTime",
                        now.plus(Duration.ofDays(825)).isBefore(CENTURY_WRITTEN_FROM) ? "UTCTime" : "GeneralizedTime");
    }

    private static List<String> timesOf(X509Certificate certificate) throws Exception {
        var read = TBSCertificate.getInstance(certificate.getTBSCertificate());
        return Stream.of(read.getStartDate(), read.getEndDate())
                .map(time -> time.toASN1Primitive() instanceof ASN1UTCTime ? "UTCTime" : "GeneralizedTime")
                .toList();
    }

    @Test
    void keepsItsKeyFromOthersAndStaysTheSame() throws Exception {
        CertificateFiles files = make();
        String key = Files.readString(files.privateKey());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.privateKey())))
                .isEqualTo("rw-------");
        assertThat(key).startsWith("-----BEGIN PRIVATE KEY-----");
        make();
        assertThat(Files.readString(files.privateKey())).isEqualTo(key);
        try (var left = Files.list(folder.resolve("conf/tls"))) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void readsNeitherADeviceNorAFileThatIsTooLarge() throws Exception {
        CertificateFiles files = make();
        Path large = folder.resolve("large.pem");
        Files.write(large, new byte[1024 * 1024 + 1]);

        for (Path path : List.of(Path.of("/dev/zero"), large, folder, folder.resolve("absent"))) {
            assertThat(new CertificateFiles(path, files.privateKey()).objection())
                    .as("%s", path)
                    .get()
                    .asString()
                    .endsWith("cannot be read.");
            assertThat(new CertificateFiles(files.certificate(), path).objection())
                    .as("%s", path)
                    .isPresent();
        }
    }

    @Test
    void readsFilesWithMoreInThemThanTheirCertificateOrKey() throws Exception {
        CertificateFiles files = make();
        String certificate = Files.readString(files.certificate());
        String key = Files.readString(files.privateKey());
        for (String combined : List.of(key + certificate, certificate + key, "# München\n" + certificate + key)) {
            Files.writeString(files.certificate(), "\ufeff" + combined);
            Files.writeString(files.privateKey(), "\ufeff" + combined);

            assertThat(files.read().chain()).hasSize(1);
        }
    }

    @Test
    void saysWhyAFileCannotBeRead() throws Exception {
        CertificateFiles files = make();
        String certificate = Files.readString(files.certificate());
        Files.writeString(files.certificate(), certificate, StandardCharsets.UTF_16);

        assertThatThrownBy(files::read)
                .isInstanceOf(UnusableException.class)
                .hasMessage("The file " + files.certificate()
                        + " is text in UTF-16; save it as UTF-8 and hand it in again");
        Files.writeString(files.certificate(), Files.readString(files.privateKey()));
        assertThatThrownBy(files::read).hasMessageEndingWith(" holds a private key and no certificate");
    }

    @Test
    void refusesAKeyThatIsNotTheCertificates() throws Exception {
        CertificateFiles files = make();
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] stranger = generator.generateKeyPair().getPrivate().getEncoded();
        Files.writeString(
                files.privateKey(),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(stranger)
                        + "\n-----END PRIVATE KEY-----\n");

        assertThatThrownBy(files::read)
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("is not the one of the certificate");
    }

    @Test
    void saysWhichFileCannotBeUsedAndNothingOfTheKey() throws Exception {
        CertificateFiles files = make();
        String key = Files.readString(files.privateKey());
        Files.writeString(files.certificate(), "no certificate");
        assertThatThrownBy(files::read)
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining(files.certificate().toString());

        Files.copy(
                FirstCertificate.in(folder.resolve("other"), () -> NOW).certificate(),
                files.certificate(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(files.privateKey(), key.replace("PRIVATE", "SECRET"));
        assertThatThrownBy(files::read)
                .isInstanceOf(UnusableException.class)
                .satisfies(problem -> assertThat(problem.getMessage())
                        .contains(files.privateKey().toString())
                        .doesNotContain(key.lines().skip(1).findFirst().orElseThrow()));
        Files.delete(files.privateKey());
        assertThatThrownBy(() -> new TlsIdentity(files)).isInstanceOf(UnusableException.class);
    }
}
