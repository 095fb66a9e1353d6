package dev.countersign.cli.trust;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.Rehearsals;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RemoteJson;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rehearsal of a plan: each changed issuer with the requests of the last days that it would answer otherwise. */
final class PlanRehearsal {
    private static final String REHEARSE = "--rehearse";
    private static final String MEMBER = "rehearsal";

    private PlanRehearsal() {}

    static List<OptionSpec> options() {
        return List.of(
                Options.flag(
                        REHEARSE,
                        "Show for each changed issuer which requests of the last days it would have refused or accepted."),
                Rehearsals.days());
    }

    static void check(CommandSession session) throws CallFailedException {
        Rehearsals.query(session.arguments());
    }

    /** Adds its rehearsal to the change of each issuer, if that is asked for. */
    static void add(CommandSession session, JsonNode plan) throws CallFailedException {
        if (!session.arguments().isGiven(REHEARSE)) {
            return;
        }
        for (JsonNode change : plan.path("changes")) {
            if (change instanceof ObjectNode object
                    && change.path("kind").asString("").equals("trusted_token_issuer")
                    && change.path("action").asString("").equals("change")) {
                String id = Collection.ISSUERS
                        .find(session.api(), change.path("name").asString(""))
                        .text("id");
                object.set(MEMBER, rehearsal(session, id, patch(change.path("fields"))));
            }
        }
    }

    /**
     * Judges one issuer. A change that depends on others of the plan, such as a default application that it creates, is
     * refused by itself; that is a part of the result.
     */
    private static JsonNode rehearsal(CommandSession session, String id, ObjectNode patch) throws CallFailedException {
        try {
            return Rehearsals.of(session, id, patch);
        } catch (CallFailedException failure) {
            if (failure.exitCode() != ExitCode.DATA && failure.exitCode() != ExitCode.REFUSED) {
                throw failure;
            }
            ObjectNode result = RemoteJson.object().put("error", failure.sentence());
            failure.findings()
                    .forEach(finding -> result.withArray("errors").add(finding.pointer() + ": " + finding.detail()));
            return result;
        }
    }

    /** The merge patch that makes these changes. */
    private static ObjectNode patch(JsonNode fields) {
        ObjectNode patch = RemoteJson.object();
        for (JsonNode field : fields) {
            ObjectNode holder = patch;
            List<String> names =
                    List.of(field.path("pointer").asString("").substring(1).split("/", -1));
            for (String name : names.subList(0, names.size() - 1)) {
                holder = holder.withObjectProperty(unescaped(name));
            }
            holder.set(unescaped(names.getLast()), field.path("after"));
        }
        return patch;
    }

    /** RFC 6901 §4. */
    private static String unescaped(String token) {
        return token.replace("~1", "/").replace("~0", "~");
    }

    /** Prints the rehearsal of a change, if it has one. */
    static void print(CommandSession session, JsonNode change) {
        JsonNode rehearsal = change.path(MEMBER);
        if (rehearsal.has("error")) {
            session.screen()
                    .line("    It cannot be judged before the rest of the plan is applied: "
                            + rehearsal
                                    .path("errors")
                                    .valueStream()
                                    .map(error -> error.asString(""))
                                    .findFirst()
                                    .orElse(rehearsal.path("error").asString("")));
        } else if (change.has(MEMBER)) {
            Rehearsals.print(session.screen(), rehearsal);
        }
    }
}
