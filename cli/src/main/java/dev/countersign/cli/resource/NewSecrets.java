package dev.countersign.cli.resource;

import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.command.SecretFile;
import dev.countersign.cli.remote.ApiCall;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Client secrets: generated ones, and those of applications migrated from elsewhere. */
final class NewSecrets {
    private static final String OUT = "--secret-out";
    private static final String GIVEN_ID = "--new-client-id";
    private static final String GIVEN_SECRET = "--new-client-secret-file";

    private static final SecretFile FILE = new SecretFile(
            OUT,
            "client_secret",
            "secret_file",
            "the secret is below, this once",
            secret -> (secret.asString() + "\n").getBytes(StandardCharsets.UTF_8));

    private NewSecrets() {}

    static OptionSpec option() {
        return Options.text(
                OUT, "FILE", "Write the secret to this new file, which only you can read, and do not print it.");
    }

    /** Options for migrated applications. */
    static List<OptionSpec> givenOptions() {
        return List.of(
                Options.text(GIVEN_ID, "ID", "The client id it had elsewhere; otherwise one is made."),
                Options.text(
                        GIVEN_SECRET,
                        "FILE",
                        "A file with the secret it had elsewhere, of 32 characters or more; - is the standard input."));
    }

    /** Fills in the credentials of a migrated application. */
    static void given(Patch patch, CommandSession session) throws CallFailedException {
        patch.text(GIVEN_ID, "client_id");
        Optional<String> file = patch.arguments().text(GIVEN_SECRET);
        if (file.isPresent()) {
            patch.put("client_secret", Patch.textNode(session.inputs().value(file.get())));
        }
    }

    /**
     * Makes a call whose response contains a new secret; returns the response, without the secret if it was written to
     * a file.
     */
    static ApiResponse make(CommandSession session, ApiCall call) throws CallFailedException {
        return FILE.keeping(session, call);
    }

    /** Prints the secret, or the name of its file. */
    static void print(CommandSession session, ApiResponse answer) {
        if (!answer.text("secret_file").isEmpty()) {
            session.screen().line("  client_secret  in " + answer.text("secret_file"));
        } else if (!answer.text("client_secret").isEmpty()) {
            session.screen().line("  client_secret  " + answer.text("client_secret"));
            session.screen().note("The secret is shown this once; keep it now.");
        }
    }
}
