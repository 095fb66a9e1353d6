package dev.countersign.cli.trust;

import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.SecretFile;
import dev.countersign.cli.remote.ApiCall;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/** Client secrets that an apply generates: on the screen, or in a file that only its owner may read. */
final class TrustSecrets {
    private static final String OUT = "--secrets-out";
    private static final String SECRETS = "secrets";

    private static final SecretFile FILE =
            new SecretFile(OUT, SECRETS, "secrets_file", "the secrets are below, this once", RemoteJson::pretty);

    private TrustSecrets() {}

    static OptionSpec option() {
        return Options.text(
                OUT,
                "FILE",
                "Write generated secrets to this new file, which only you can read, and do not print them.");
    }

    /** Makes a call that may answer with new secrets; returns the answer, without them if they went to a file. */
    static ApiResponse keeping(CommandSession session, ApiCall call) throws CallFailedException {
        return FILE.keeping(session, call);
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
