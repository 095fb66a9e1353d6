package dev.countersign.cli.operation;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;

/** Options of a token exchange (RFC 8693): the subject token, the actor token, and what is asked for. */
final class ExchangeOptions {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String TYPE = "urn:ietf:params:oauth:token-type:";
    private static final String SUBJECT = "--subject-token";
    private static final String SUBJECT_TYPE = "--subject-token-type";
    private static final String ACTOR = "--actor-token";
    private static final String ACTOR_TYPE = "--actor-token-type";
    private static final String REQUESTED = "--requested-token-type";
    private static final String AUDIENCE = "--audience";

    private ExchangeOptions() {}

    static List<OptionSpec> options() {
        return List.of(
                Options.text(
                        SUBJECT,
                        "FILE",
                        "Exchange the token in this file (RFC 8693) in place of an assertion; - is the standard input."),
                Options.text(
                        SUBJECT_TYPE,
                        "TYPE",
                        "jwt (the default) or id_token of a trusted issuer, or access_token of this server."),
                Options.text(
                        ACTOR, "FILE", "The token of the party that acts for the subject; - is the standard input."),
                Options.text(ACTOR_TYPE, "TYPE", "Its type; the default is jwt."),
                Options.text(
                        REQUESTED,
                        "TYPE",
                        "access_token (the default), jwt, or id-jag; the last two with --audience for another server."),
                Options.texts(AUDIENCE, "AUDIENCE", "What the token is meant for; repeatable."));
    }

    /** Whether the command is about a token exchange. */
    static boolean isGiven(Arguments arguments) {
        return arguments.text(SUBJECT).isPresent();
    }

    /** The parameters of the exchange, without those that other grants have too. */
    static List<Map.Entry<String, String>> parameters(CommandSession session) throws CallFailedException {
        Arguments arguments = session.arguments();
        var form = new ArrayList<Map.Entry<String, String>>();
        form.add(Map.entry("grant_type", GRANT));
        form.add(Map.entry(
                "subject_token", session.inputs().value(arguments.text(SUBJECT).orElseThrow())));
        form.add(Map.entry(
                "subject_token_type", type(arguments.text(SUBJECT_TYPE).orElse("jwt"))));
        if (arguments.text(ACTOR).isPresent()) {
            form.add(Map.entry(
                    "actor_token", session.inputs().value(arguments.text(ACTOR).get())));
            form.add(Map.entry(
                    "actor_token_type", type(arguments.text(ACTOR_TYPE).orElse("jwt"))));
        }
        arguments.text(REQUESTED).ifPresent(value -> form.add(Map.entry("requested_token_type", type(value))));
        arguments.texts(AUDIENCE).ifPresent(values -> values.forEach(value -> form.add(Map.entry("audience", value))));
        return form;
    }

    /** A short name of a type, or a whole one. */
    private static String type(String value) {
        return value.startsWith("urn:") ? value : TYPE + value;
    }
}
