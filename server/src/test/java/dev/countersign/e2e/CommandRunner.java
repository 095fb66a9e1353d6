package dev.countersign.e2e;

import dev.countersign.cli.CountersignCommand;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.Terminal;
import dev.countersign.server.OfflineSurveying;
import dev.countersign.server.command.ServerCommands;
import dev.countersign.server.run.StartRefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line for a user with an environment, a home folder and optionally a terminal. */
final class CommandRunner {
    private final Path userHome;
    private final Map<String, String> environment = new HashMap<>();
    private Charset charset = StandardCharsets.UTF_8;
    private Terminal terminal = Terminal.NONE;
    private String input = "";

    CommandRunner(Path userHome) {
        this.userHome = userHome;
    }

    /** A user on the machine of this server, with an administrator's credentials in the environment. */
    static CommandRunner administrating(ServerProcess server, Path userHome) {
        return new CommandRunner(userHome)
                .set("COUNTERSIGN_HOME", server.home().toString())
                .set("COUNTERSIGN_URL", server.issuer())
                .set("COUNTERSIGN_CLIENT_ID", ServerProcess.ADMIN_ID)
                .set("COUNTERSIGN_CLIENT_SECRET", ServerProcess.ADMIN_SECRET);
    }

    /** Result of a command. */
    record Ran(int status, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        /** Fails unless the command did what it was asked. */
        Ran done() {
            if (status != 0) {
                throw new AssertionError("status " + status + "\n" + out + "\n" + err);
            }
            return this;
        }
    }

    CommandRunner set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    CommandRunner unset(String variable) {
        environment.remove(variable);
        return this;
    }

    /** What the next commands find in their standard input. */
    CommandRunner typing(String text) {
        input = text;
        return this;
    }

    /** From now on output is in this character set. */
    CommandRunner in(Charset other) {
        charset = other;
        return this;
    }

    /** From now on somebody sits there who answers every question like this. */
    CommandRunner answering(String answer) {
        terminal = new Terminal() {
            @Override
            public boolean isThere() {
                return true;
            }

            @Override
            public Optional<String> ask(String question) {
                return Optional.of(answer);
            }

            @Override
            public Optional<String> askSecretly(String question) {
                return Optional.of(answer);
            }
        };
        return this;
    }

    Ran run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = run(new PrintStream(out, true, charset), new PrintStream(err, true, charset), arguments);
        return new Ran(status, out.toString(charset), err.toString(charset));
    }

    /** Runs a command that prints to somewhere else. */
    int run(PrintStream out, PrintStream err, String... arguments) {
        var cliEnvironment = new CliEnvironment(
                Map.copyOf(environment),
                userHome.toString(),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                Clock.systemUTC(),
                terminal,
                new ServerCommands(
                        (_, _) -> {
                            throw StartRefusedException.unavailable("nothing starts here");
                        },
                        new OfflineSurveying()));
        return new CountersignCommand(cliEnvironment).run(arguments);
    }
}
