package dev.countersign.cli.trust;

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
                object.set(MEMBER, Rehearsals.of(session, id, patch(change.path("fields"))));
            }
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
        if (change.has(MEMBER)) {
            Rehearsals.print(session.screen(), change.path(MEMBER));
        }
    }
}
