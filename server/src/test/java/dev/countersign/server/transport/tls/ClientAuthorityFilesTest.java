package dev.countersign.server.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.core.jose.certificate.ClientAuthorities;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.server.transport.tls.CertificateFiles.UnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientAuthorityFilesTest {
    @TempDir
    private Path folder;

    private Path file(String name, Issued... authorities) throws Exception {
        var text = new StringBuilder("# authorities of clients\n");
        for (Issued authority : authorities) {
            text.append(authority.pem());
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static boolean trusts(ClientAuthorityFiles files, Issued authority) throws Exception {
        var client = CertificateRequest.of("CN=client").by(authority);
        return files.get()
                .refusal(new ClientCertificate(client.certificate(), List.of()), Instant.parse("2026-11-29T00:00:00Z"))
                .isEmpty();
    }

    @Test
    void trustsEveryAuthorityOfEveryFileAndNoOther() throws Exception {
        var one = CertificateRequest.authority("CN=one").selfSigned();
        var two = CertificateRequest.authority("CN=two").selfSigned();
        var three = CertificateRequest.authority("CN=three").selfSigned();
        var four = CertificateRequest.authority("CN=four").selfSigned();
        var files = new ClientAuthorityFiles(List.of(file("a.pem", one, two), file("b.pem", three)));

        assertThat(trusts(files, one)).isTrue();
        assertThat(trusts(files, two)).isTrue();
        assertThat(trusts(files, three)).isTrue();
        assertThat(trusts(files, four)).isFalse();
        assertThat(new ClientAuthorityFiles(List.of()).get()).isEqualTo(ClientAuthorities.NONE);
    }

    @Test
    void followsItsFilesAndKeepsTheLastGoodOnes() throws Exception {
        var one = CertificateRequest.authority("CN=one").selfSigned();
        var two = CertificateRequest.authority("CN=two, O=longer").selfSigned();
        Path file = file("a.pem", one);
        var files = new ClientAuthorityFiles(List.of(file));

        Files.writeString(file, "half of a certifica");
        files.reloadIfChanged();
        assertThat(trusts(files, one)).isTrue();
        Files.delete(file);
        files.reloadIfChanged();
        assertThat(trusts(files, one)).isTrue();
        file("a.pem", two);
        files.reloadIfChanged();
        assertThat(trusts(files, one)).isFalse();
        assertThat(trusts(files, two)).isTrue();
    }

    @Test
    void refusesFilesWithoutACertificate() throws Exception {
        Path file = Files.writeString(folder.resolve("a.pem"), "nothing");

        assertThatThrownBy(() -> new ClientAuthorityFiles(List.of(file)))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> new ClientAuthorityFiles(List.of(folder.resolve("absent.pem"))))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("absent.pem");
    }
}
