package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End-to-end tests of completion in a shell. */
class CompletionTest {
    @TempDir
    private Path folder;

    private CommandRunner commands;

    @BeforeEach
    void withoutServer() {
        commands = new CommandRunner(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completesCommandsInShells(String shell) throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion." + shell),
                commands.run("completion", shell).done().out());

        var bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source '%s'; COMP_WORDS=(countersign is); COMP_CWORD=1; _complete_countersign; echo ${COMPREPLY[@]}"
                                .formatted(script))
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("issuer");
        assertThat(bash.waitFor()).isZero();
        assertThat(commands.run("completion", "fish").status()).isEqualTo(64);
    }
}
