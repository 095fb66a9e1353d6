package dev.countersign.server.cli;

import dev.countersign.server.file.OwnerOnlyFile;
import dev.countersign.server.remote.ApiResponse;
import dev.countersign.server.remote.CallFailedException;
import dev.countersign.server.text.FailureText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.node.ObjectNode;

/** Secrets that a call makes and the server tells this once: to the screen, or to a file that its owner alone can read. */
final class NewSecrets {
    private static final String OUT = "--secret-out";
    private static final String GIVEN_ID = "--new-client-id";
    private static final String GIVEN_SECRET = "--new-client-secret-file";

    private NewSecrets() {}

    static OptionSpec option() {
        return Options.text(
                OUT, "FILE", "Write the secret to this new file, which only you can read, and do not print it.");
    }

    /** For applications that existed elsewhere before. */
    static List<OptionSpec> givenOptions() {
        return List.of(
                Options.text(GIVEN_ID, "ID", "The client id it had elsewhere; otherwise one is made."),
                Options.text(
                        GIVEN_SECRET,
                        "FILE",
                        "A file with the secret it had elsewhere, of 32 characters or more; - is the standard input."));
    }

    /** Fills in the credentials that an application brings along. */
    static void given(Patch patch, CommandSession session) throws CallFailedException {
        patch.text(GIVEN_ID, "client_id");
        Optional<String> file = patch.arguments().text(GIVEN_SECRET);
        if (file.isPresent()) {
            patch.put("client_secret", Patch.textNode(session.inputs().value(file.get())));
        }
    }

    /** A call that answers with a new secret. */
    @FunctionalInterface
    interface Call {
        ApiResponse make() throws CallFailedException;
    }

    /**
     * Makes the call with the place of the secret ready: a secret that could not be kept would be lost.
     *
     * @return the answer, without the secret if it went to a file
     */
    static ApiResponse make(CommandSession session, Call call) throws CallFailedException {
        Optional<String> name = session.arguments().text(OUT);
        if (name.isEmpty()) {
            return call.make();
        }
        Path file = Inputs.path(name.get());
        reserve(file);
        boolean kept = false;
        try {
            ApiResponse answer = call.make();
            kept = keep(session, file, answer);
            return answer;
        } finally {
            if (!kept) {
                discard(file);
            }
        }
    }

    private static void reserve(Path file) throws CallFailedException {
        try {
            OwnerOnlyFile.create(file, new byte[0]);
        } catch (IOException refused) {
            throw CallFailedException.cannotCreate("%s cannot be made: %s".formatted(file, FailureText.of(refused)));
        }
    }

    private static boolean keep(CommandSession session, Path file, ApiResponse answer) {
        try {
            OwnerOnlyFile.fill(file, (answer.text("client_secret") + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException full) {
            session.screen()
                    .note("%s cannot be written (%s); the secret is below, this once."
                            .formatted(file, FailureText.of(full)));
            return false;
        }
        if (answer.json() instanceof ObjectNode document) {
            document.remove("client_secret");
            document.put("secret_file", file.toAbsolutePath().toString());
        }
        return true;
    }

    private static void discard(Path file) throws CallFailedException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException refused) {
            throw CallFailedException.cannotCreate("%s cannot be removed: %s".formatted(file, FailureText.of(refused)));
        }
    }

    /** Tells the secret, or where it is. */
    static void print(CommandSession session, ApiResponse answer) {
        if (!answer.text("secret_file").isEmpty()) {
            session.screen().line("  client_secret  in " + answer.text("secret_file"));
        } else if (!answer.text("client_secret").isEmpty()) {
            session.screen().line("  client_secret  " + answer.text("client_secret"));
            session.screen().note("The secret is shown this once; keep it now.");
        }
    }
}
