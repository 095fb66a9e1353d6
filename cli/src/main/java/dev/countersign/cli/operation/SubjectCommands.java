package dev.countersign.cli.operation;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Style;
import dev.countersign.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** {@code countersign subject …}: blocks subjects of trusted token issuers, and lifts their blocks. */
public final class SubjectCommands {
    private static final Collection BLOCKED =
            new Collection("/blocked-subjects", "blocked subject", List.of("subject"));

    private SubjectCommands() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        CommandSpec block = ClientCommand.named(
                        "block",
                        "Blocks a subject: nothing is issued for it any more, and its tokens are revoked, which cannot be undone.")
                .with(Options.parameter(0, "ISSUER", "The name of the trusted token issuer."))
                .with(Options.parameter(1, "SUBJECT", "The sub claim of the issuer's assertions, exactly."))
                .with(Options.text("--reason", "TEXT", "Why; for administrators alone."))
                .with(Options.text("--until", "TIME", "End of the block, such as 2030-01-31T12:00:00Z."))
                .example("subject block partner alice --reason \"Left the company\"")
                .does(cliEnvironment, SubjectCommands::block);
        CommandSpec unblock = ClientCommand.named(
                        "unblock", "Lifts the blocks of a subject; revoked tokens stay revoked.")
                .with(Options.parameter(0, "ISSUER", "The name of the trusted token issuer."))
                .with(Options.parameter(1, "SUBJECT", "The subject, exactly."))
                .example("subject unblock partner alice")
                .does(cliEnvironment, SubjectCommands::unblock);
        CommandSpec list = ClientCommand.named("list", "Lists the blocked subjects, newest first.")
                .with(Options.text("--issuer", "NAME", "Those of one trusted token issuer."))
                .example("subject list --issuer partner")
                .does(cliEnvironment, SubjectCommands::list);
        var spec = CommandBody.group(
                "subject", "The subjects for which nothing is issued any more.", List.of(list, block, unblock));
        return CommandBody.examples(spec, List.of("subject block partner alice"));
    }

    private static int block(CommandSession session) throws CallFailedException {
        var body = RemoteJson.object();
        body.put("issuer", session.arguments().required(0));
        body.put("subject", session.arguments().required(1));
        session.arguments().text("--reason").ifPresent(reason -> body.put("reason", reason));
        session.arguments().text("--until").ifPresent(until -> body.put("until", until));
        JsonNode made =
                session.api().post(BLOCKED.path(), Map.of(), Optional.of(body)).json();
        if (session.isJson()) {
            session.json(made);
        } else {
            session.screen().line("Blocked: " + made.path("subject").asString(""));
        }
        return ExitCode.OK;
    }

    private static int unblock(CommandSession session) throws CallFailedException {
        String issuer = session.arguments().required(0);
        String subject = session.arguments().required(1);
        List<JsonNode> blocks = BLOCKED.all(session.api(), Map.of("issuer", issuer, "q", subject)).stream()
                .filter(block -> block.path("subject").asString("").equals(subject))
                .toList();
        if (blocks.isEmpty()) {
            throw CallFailedException.refused("The subject \"%s\" of %s is not blocked.".formatted(subject, issuer));
        }
        for (JsonNode block : blocks) {
            var _ = session.api().delete(BLOCKED.item(block.path("id").asString("")), Map.of(), Optional.empty());
        }
        if (session.isJson()) {
            session.json(RemoteJson.object().put("subject", subject).put("removed", true));
        } else {
            session.screen().line("Unblocked: " + subject);
        }
        return ExitCode.OK;
    }

    private static int list(CommandSession session) throws CallFailedException {
        Map<String, String> filter = new LinkedHashMap<>();
        session.arguments().text("--issuer").ifPresent(issuer -> filter.put("issuer", issuer));
        List<JsonNode> blocks = BLOCKED.all(session.api(), filter);
        if (session.isJson()) {
            session.json(RemoteJson.array().addAll(blocks));
            return ExitCode.OK;
        }
        var table = Table.of("SUBJECT", "ISSUER", "SOURCE", "UNTIL", "REASON", "ID");
        for (JsonNode block : blocks) {
            table.add(
                    Cell.of(block.path("subject").asString("")),
                    Cell.of(block.path("issuer").asString("")),
                    Cell.of(block.path("source").asString("")),
                    Cell.of(block.path("until").asString("")),
                    Cell.of(block.path("reason").asString("")),
                    Cell.of(block.path("id").asString(""), Style.DIM));
        }
        session.screen().table(table, "No subject is blocked.");
        return ExitCode.OK;
    }
}
