package dev.countersign.cli.trust;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.base.text.FailureText;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Inputs;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.UserConfirmation;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.CallFailedException.Finding;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.remote.RestApi;
import dev.countersign.cli.trustfile.TrustFiles;
import dev.countersign.cli.trustfile.YamlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code countersign plan}, {@code apply} and {@code export}: manages the trust configuration in files. */
public final class TrustCommands {
    private static final String FILE = "-f";
    private static final String OWNER = "--owner";
    private static final String PRUNE = "--prune";
    private static final String OUT = "-o";
    private static final String FORMAT = "--format";

    private TrustCommands() {}

    private static ClientCommand onFiles(String name, String description) {
        return ClientCommand.named(name, description)
                .with(Options.texts(
                        FILE, "FILE", "A file in YAML or JSON, a folder of such files, or - for the standard input."))
                .with(Options.text(OWNER, "NAME", "Whose files these are. Default: default."))
                .with(Options.flag(PRUNE, "Delete what these files own but no longer name."));
    }

    public static CommandSpec plan(CliEnvironment cliEnvironment) {
        return onFiles("plan", "Shows what apply would do. Exit status 2 if there is a difference.")
                .example("plan -f trust.yaml")
                .example("plan -f trust/ --prune --owner team-a")
                .example("plan -f acme.yaml --organization acme")
                .with(PlanRehearsal.options())
                .example("plan -f trust.yaml --rehearse --days 30")
                .does(cliEnvironment, session -> {
                    PlanRehearsal.check(session);
                    TrustFiles files = TrustInput.read(session, FILE);
                    ApiResponse plan = call(session.api(), files, "/trust/plan", body(session, files));
                    PlanRehearsal.add(session, plan.json());
                    PlanOutput.print(session, plan.json());
                    return plan.json().path("different").asBoolean(false) ? ExitCode.DIFFERENT : ExitCode.OK;
                });
    }

    public static CommandSpec apply(CliEnvironment cliEnvironment) {
        return onFiles(
                        "apply",
                        "Makes issuers, applications and API resources what the files say, all of it or nothing.")
                .with(UserConfirmation.option())
                .with(TrustSecrets.option())
                .example("apply -f trust.yaml")
                .example("apply -f trust/ --yes --prune --secrets-out secrets.json")
                .does(cliEnvironment, TrustCommands::apply);
    }

    private static int apply(CommandSession session) throws CallFailedException {
        TrustFiles files = TrustInput.read(session, FILE);
        ObjectNode body = body(session, files);
        ApiResponse plan = call(session.api(), files, "/trust/plan", body);
        if (plan.json().path("changes").isEmpty()) {
            PlanOutput.print(session, plan.json());
            return ExitCode.OK;
        }
        if (!UserConfirmation.isGiven(session)) {
            PlanOutput.print(session, plan.json());
            UserConfirmation.ask(session, "Apply this?", "Nothing was applied.");
        }
        body.put("version", plan.text("version"));
        ApiResponse applied = TrustSecrets.keeping(session, () -> call(session.api(), files, "/trust/apply", body));
        if (session.isJson()) {
            session.json(applied.json());
        } else {
            if (UserConfirmation.isGiven(session)) {
                PlanOutput.print(session, applied.json());
            }
            TrustSecrets.print(session, applied.json());
            session.screen().line("Applied.");
        }
        return ExitCode.OK;
    }

    private static ObjectNode body(CommandSession session, TrustFiles files) {
        ObjectNode body = files.body();
        session.arguments().text(OWNER).ifPresent(owner -> body.put("owner", owner));
        body.put("prune", session.arguments().isGiven(PRUNE));
        return body;
    }

    /** Reports the server's problems with a value at its position in the file. */
    static ApiResponse call(RestApi api, TrustFiles files, String path, ObjectNode body) throws CallFailedException {
        try {
            return api.post(path, Map.of(), Optional.of(body));
        } catch (CallFailedException failure) {
            throw new CallFailedException(
                    failure.exitCode(),
                    failure.sentence(),
                    failure.findings().stream()
                            .map(finding -> located(files, finding))
                            .toList());
        }
    }

    private static Finding located(TrustFiles files, Finding finding) {
        return files.location(finding.pointer())
                .map(location -> new Finding("", location + ": " + finding.detail()))
                .orElse(finding);
    }

    public static CommandSpec export(CliEnvironment cliEnvironment) {
        return ClientCommand.named(
                        "export",
                        "Writes what is trusted as a file in which plan finds no difference. Without secrets.")
                .with(outputOptions())
                .example("export -o trust.yaml")
                .does(
                        cliEnvironment,
                        session -> write(
                                session,
                                session.api().get("/trust/export", Map.of()).json()));
    }

    /** The options that say where and how a document is written. */
    static List<OptionSpec> outputOptions() {
        return List.of(
                Options.text(OUT, "FILE", "Write there instead of to the screen."),
                Options.text(FORMAT, "FORMAT", "yaml, which is the default, or json."));
    }

    /** Writes a document according to {@link #outputOptions}. */
    static int write(CommandSession session, JsonNode document) throws CallFailedException {
        boolean isJson = session.isJson()
                || session.arguments()
                        .choice(FORMAT, List.of("yaml", "json"))
                        .filter("json"::equals)
                        .isPresent();
        String text = isJson ? RemoteJson.prettyText(document) : YamlWriter.write(document);
        Optional<String> file = session.arguments().text(OUT);
        if (file.isEmpty()) {
            session.screen().print(text);
            return ExitCode.OK;
        }
        try {
            Files.write(Inputs.path(file.get()), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException refused) {
            throw CallFailedException.cannotCreate(
                    "%s cannot be written: %s".formatted(file.get(), FailureText.of(refused)));
        }
        return ExitCode.OK;
    }
}
