package dev.countersign.server.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateEndsTest {
    @TempDir
    private Path folder;

    @Test
    void anEndIsThatOfTheFileAsItIsNow() throws Exception {
        var ends = new CertificateEnds();
        Path file = folder.resolve("host.pem");
        assertThat(ends.of(file)).isEmpty();

        write(file, "one.example", 1);
        Instant first = ends.of(file).orElseThrow();
        assertThat(first).isAfter(Instant.now());
        write(file, "another.example", 2);
        assertThat(ends.of(file)).isPresent();

        Files.writeString(file, "no certificate");
        assertThat(ends.of(file)).isEmpty();
        Files.delete(file);
        assertThat(ends.of(file)).isEmpty();
    }

    private void write(Path file, String host, int modified) throws Exception {
        Path written = FirstCertificate.in(folder.resolve(host), Instant::now).certificate();
        Files.writeString(file, Files.readString(written));
        Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
    }
}
