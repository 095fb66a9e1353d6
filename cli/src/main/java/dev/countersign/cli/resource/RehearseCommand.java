package dev.countersign.cli.resource;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.InputDocuments;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.command.Rehearsals;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RemoteJson;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code countersign issuer rehearse}: judges earlier requests and given assertions by a change that is not saved. */
final class RehearseCommand {
    private static final String FILE = "--file";
    private static final String NAME = "--name";
    private static final String ENABLED = "--enabled";
    private static final String ASSERTIONS = "--assertions-file";
    private static final String APPLICATION = "--application";

    private RehearseCommand() {}

    static CommandSpec spec(CliEnvironment cliEnvironment, Kind kind) {
        return ClientCommand.named(
                        "rehearse",
                        "Shows which requests of the last days a change of an issuer would have refused or accepted, by"
                                + " what the audit keeps of them. Nothing is saved. Exit status 2 if there is a difference.")
                .with(Options.parameter(0, "NAME", "Its name or id."))
                .with(Rehearsals.days())
                .with(Options.text(NAME, "NAME", "Its new name."))
                .with(Options.toggle(ENABLED, "Whether its tokens are accepted."))
                .withGroups(kind.groups())
                .with(OptionSpec.builder(FILE, "-f")
                        .type(String.class)
                        .paramLabel("FILE")
                        .description("A merge patch in JSON (RFC 7396); - is the standard input.")
                        .build())
                .with(
                        Options.text(
                                ASSERTIONS,
                                "FILE",
                                "Assertions, one a line, that are explained with the change and without; - is the standard input."))
                .with(Options.text(APPLICATION, "CLIENT_ID", "The application that would present these assertions."))
                .example("issuer rehearse partner --condition 'claims.sub.startsWith(\"repo:acme/\")'")
                .example("issuer rehearse partner --days 30 -f patch.json")
                .example("issuer rehearse partner --max-lifetime 5m --assertions-file assertions.txt")
                .does(cliEnvironment, session -> run(session, kind));
    }

    private static int run(CommandSession session, Kind kind) throws CallFailedException {
        Rehearsals.query(session.arguments());
        Optional<String> file = session.arguments().text(FILE);
        var patch = new Patch(
                        session.arguments(),
                        file.isPresent() ? InputDocuments.object(session.inputs(), file.get()) : RemoteJson.object())
                .text(NAME, "name");
        session.arguments()
                .toggle(ENABLED)
                .ifPresent(enabled -> patch.document().put("enabled", enabled));
        var issuer = new KindCommands.ReadOnce(
                () -> Collection.ISSUERS.find(session.api(), session.arguments().required(0)));
        kind.fill(patch, session, Kind.Existing.of(() -> issuer.answer().json()));
        if (patch.document().isEmpty()) {
            throw CallFailedException.usage("Nothing to change: no option names a member.");
        }
        String id = issuer.answer().text("id");
        ObjectNode result = (ObjectNode) Rehearsals.of(session, id, patch.document());
        Optional<String> assertions = session.arguments().text(ASSERTIONS);
        if (assertions.isPresent()) {
            patch.document().put("id", id);
            result.set("assertions", explained(session, assertions.get(), patch.document()));
        }
        session.print(result, screen -> {
            Rehearsals.print(screen, result);
            for (JsonNode assertion : result.path("assertions")) {
                screen.line("Assertion in line %s: was %s, would be %s%s"
                        .formatted(
                                assertion.path("line").asInt(),
                                assertion.path("was").asString(""),
                                assertion.path("would_be").asString(""),
                                assertion.path("signature_checked").asBoolean(false)
                                        ? ""
                                        : " (its signature was not checked)"));
            }
        });
        return isDifferent(result) ? ExitCode.DIFFERENT : ExitCode.OK;
    }

    private static boolean isDifferent(ObjectNode result) {
        return Rehearsals.isDifferent(result)
                || result.path("assertions")
                        .valueStream()
                        .anyMatch(assertion -> !assertion.path("was").equals(assertion.path("would_be")));
    }

    /** The results of assertions with the change and without; the assertions themselves are not repeated. */
    private static ArrayNode explained(CommandSession session, String file, ObjectNode draft)
            throws CallFailedException {
        ArrayNode results = RemoteJson.array();
        int line = 0;
        for (String assertion : session.inputs().value(file).lines().toList()) {
            line++;
            if (!assertion.isBlank()) {
                ObjectNode question = RemoteJson.object().put("assertion", assertion.strip());
                session.arguments().text(APPLICATION).ifPresent(id -> question.put("client_id", id));
                ObjectNode result = results.addObject().put("line", line);
                result.put("was", outcome(explanation(session, question)));
                question.set("issuer", draft);
                JsonNode changed = explanation(session, question);
                result.put("would_be", outcome(changed));
                result.put("signature_checked", isSignatureChecked(changed));
            }
        }
        return results;
    }

    private static JsonNode explanation(CommandSession session, ObjectNode question) throws CallFailedException {
        return session.api().post("/explain", Map.of(), Optional.of(question)).json();
    }

    private static String outcome(JsonNode explanation) {
        return explanation.path("code").asString(explanation.path("outcome").asString("?"));
    }

    /** Whether the outcome assumes no signature: the keys at a new URL are not fetched for a draft. */
    private static boolean isSignatureChecked(JsonNode explanation) {
        return explanation.path("code").isString()
                || explanation
                        .path("checks")
                        .valueStream()
                        .filter(check -> check.path("code").asString("").equals("assertion.signature_invalid"))
                        .noneMatch(check -> check.path("status").asString("").equals("skipped"));
    }
}
