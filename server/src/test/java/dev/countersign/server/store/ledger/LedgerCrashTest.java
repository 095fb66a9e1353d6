package dev.countersign.server.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.OpenStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process with -9 in the middle of its load, again and again, and then looks at what is on disk. */
class LedgerCrashTest {
    private static final int KILLS = 4;
    private static final int ANSWERS_BEFORE_THE_KILL = 1_500;

    @TempDir
    Path folder;

    @Test
    void nothingThatWasAnsweredIsLostAndNothingIsAcceptedTwice() throws Exception {
        Map<String, String> answered = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(answered);
        }

        try (var store = new OpenStore(folder)) {
            assertThat(answered).hasSizeGreaterThanOrEqualTo(KILLS * ANSWERS_BEFORE_THE_KILL);
            assertThat(tokens(store)).containsAll(answered.values());
            assertThat(store.count("replay_keys")).isEqualTo(store.count("issued_tokens"));
            for (String number : answered.keySet()) {
                assertThat(store.ledger().redeem(Redemptions.key("assertion " + number), Redemptions.token()))
                        .isInstanceOf(Redemption.Replayed.class);
            }
        }
    }

    private void runAndKill(Map<String, String> answered) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerLoad.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            int answers = 0;
            String line = lines.readLine();
            while (line != null) {
                String[] words = line.split(" ", -1);
                if (words.length == 3 && words[2].equals("recorded")) {
                    assertThat(answered.put(words[0], words[1]))
                            .as("assertion %s was accepted before", words[0])
                            .isNull();
                }
                if (++answers == ANSWERS_BEFORE_THE_KILL) {
                    // By its handle: the process object would close the stream with what was said before the end.
                    process.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
            assertThat(answers).isGreaterThanOrEqualTo(ANSWERS_BEFORE_THE_KILL);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Set<String> tokens(OpenStore store) {
        return store.readers.read(connection -> {
            Set<String> tokens = new HashSet<>();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT token_id FROM issued_tokens")) {
                while (rows.next()) {
                    tokens.add(rows.getString(1));
                }
            }
            return tokens;
        });
    }
}
