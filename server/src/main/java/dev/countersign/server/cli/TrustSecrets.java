package dev.countersign.server.cli;

import dev.countersign.server.file.OwnerOnlyFile;
import dev.countersign.server.remote.ApiResponse;
import dev.countersign.server.remote.CallFailedException;
import dev.countersign.server.remote.RemoteJson;
import dev.countersign.server.text.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The secrets that an apply generates, told this once: on the screen, or in a file that its owner alone can read. */
final class TrustSecrets {
    private static final String OUT = "--secrets-out";
    private static final String SECRETS = "secrets";

    private TrustSecrets() {}

    static OptionSpec option() {
        return Options.text(
                OUT,
                "FILE",
                "Write generated secrets to this new file, which only you can read, and do not print them.");
    }

    /** Makes the call with the file ready: what could not be kept would be lost. */
    static ApiResponse keeping(CommandSession session, NewSecrets.Call call) throws CallFailedException {
        Optional<String> name = session.arguments().text(OUT);
        if (name.isEmpty()) {
            return call.make();
        }
        Path file = Inputs.path(name.get());
        boolean isKept = false;
        try {
            OwnerOnlyFile.create(file, new byte[0]);
        } catch (IOException refused) {
            throw CallFailedException.cannotCreate("%s cannot be made: %s".formatted(file, FailureText.of(refused)));
        }
        try {
            ApiResponse answer = call.make();
            isKept = keep(session, file, answer);
            return answer;
        } finally {
            if (!isKept) {
                discard(session, file);
            }
        }
    }

    private static boolean keep(CommandSession session, Path file, ApiResponse answer) {
        if (!(answer.json() instanceof ObjectNode document)
                || document.path(SECRETS).isEmpty()) {
            return false;
        }
        try {
            OwnerOnlyFile.fill(file, RemoteJson.pretty(document.path(SECRETS)));
        } catch (IOException full) {
            session.screen()
                    .note("%s cannot be written (%s); the secrets are below, this once."
                            .formatted(file, FailureText.of(full)));
            return false;
        }
        document.remove(SECRETS);
        document.put("secrets_file", file.toAbsolutePath().toString());
        return true;
    }

    private static void discard(CommandSession session, Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException refused) {
            session.screen().note("%s cannot be removed: %s".formatted(file, FailureText.of(refused)));
        }
    }

    static void print(CommandSession session, JsonNode applied) {
        for (JsonNode secret : applied.path(SECRETS)) {
            session.screen()
                    .line("%s: client_id %s, client_secret %s"
                            .formatted(
                                    secret.path("application").asString(""),
                                    secret.path("client_id").asString(""),
                                    secret.path("client_secret").asString("")));
        }
        if (!applied.path(SECRETS).isEmpty()) {
            session.screen().note("Secrets are shown this once; keep them now.");
        }
        if (applied.has("secrets_file")) {
            session.screen()
                    .line("Secrets are in " + applied.path("secrets_file").asString(""));
        }
    }
}
