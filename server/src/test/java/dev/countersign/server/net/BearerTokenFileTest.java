package dev.countersign.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.json.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenFileTest {
    @TempDir
    private Path folder;

    private Path conf;

    @BeforeEach
    void makeAHome() throws IOException {
        conf = Files.createDirectories(folder.resolve("home/conf"));
    }

    private String read(String file) {
        return switch (BearerTokenFile.read(conf, file)) {
            case Parsed.Read(String token) -> token;
            case Parsed.Unreadable(String clause) -> "refused: " + clause;
        };
    }

    @Test
    void readsAnAbsolutePathAndOneRelativeToTheConfiguration() throws IOException {
        Path outside = Files.writeString(folder.resolve("token"), "abc.def-_~+/12==\n");
        Files.writeString(conf.resolve("cluster.token"), " t0k3n\r\n");

        assertThat(read(outside.toString())).isEqualTo("abc.def-_~+/12==");
        assertThat(read("cluster.token")).isEqualTo("t0k3n");
        assertThat(read("../../token")).isEqualTo("abc.def-_~+/12==");
    }

    @Test
    void readsTheFileAnewEveryTime() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first");
        assertThat(read(token.toString())).isEqualTo("first");
        Files.writeString(token, "second");
        assertThat(read(token.toString())).isEqualTo("second");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"master.key", "master.key.previous", "deployment.toml", "tls/private-key.pem", "../data/db"})
    void refusesTheServersOwnFilesAlsoThroughALink(String own) throws IOException {
        Path file = conf.resolve(own).normalize();
        Files.createDirectories(file.getParent());
        Files.writeString(file, "looks-like-a-token");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThat(read(own)).startsWith("refused:").contains("belongs to this server");
        assertThat(read(link.toString())).startsWith("refused:").contains("belongs to this server");
    }

    @Test
    void saysWhyAFileCannotBeReadAndNothingOfItsContent() throws IOException {
        Path several = Files.writeString(folder.resolve("several"), "root:x:0:0\nsecret line");
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        Path large = Files.writeString(folder.resolve("large"), "a".repeat(16 * 1024 + 1));
        Path largest = Files.writeString(folder.resolve("largest"), "a".repeat(16 * 1024));

        assertThat(read(several.toString()))
                .contains("does not contain a single bearer token", several.toString())
                .doesNotContain("secret");
        assertThat(read(empty.toString())).contains("is empty");
        assertThat(read(large.toString())).contains("is larger than 16384 bytes");
        assertThat(read(largest.toString())).hasSize(16 * 1024);
        assertThat(read(folder.resolve("none").toString())).contains("does not exist");
        assertThat(read(folder.toString())).contains("is not a regular file");
    }
}
