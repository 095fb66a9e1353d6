package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void theDocumentationIsWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean("countersign.write-docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, ConfigurationPage.text());
        }

        assertThat(PAGE).exists();
        assertThat(Files.readString(PAGE))
                .as("run mvn test -Dtest=ConfigurationPageTest -Dcountersign.write-docs=true")
                .isEqualTo(ConfigurationPage.text());
    }
}
