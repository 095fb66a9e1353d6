package dev.countersign.cli.resource;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.OptionGroup;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.remote.ApiCall;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/** A kind of thing that administrators keep lists of, as the command line knows it. */
interface Kind {
    /** The word for it among the commands. */
    String command();

    /** Where the REST API has them. */
    Collection collection();

    /** The options for its members, when one is added and when it is changed, in groups for the help. */
    List<OptionGroup> groups();

    /**
     * What a new one cannot do without and the document does not have, as arguments that would say it; it is told before a server is
     * looked for, which may have to ask for credentials first.
     */
    List<String> missing(JsonNode document);

    /** Fills in what the options say. */
    void fill(Patch patch, CommandSession session, Existing existing) throws CallFailedException;

    /** What is there already, and nothing when something new is made. It is looked up when it is needed. */
    record Existing(Optional<Lookup> lookup) {
        static final Existing NONE = new Existing(Optional.empty());

        static Existing of(Lookup lookup) {
            return new Existing(Optional.of(lookup));
        }

        boolean isNone() {
            return lookup.isEmpty();
        }

        /** The document of what is there already. */
        Optional<JsonNode> document() throws CallFailedException {
            return lookup.isEmpty()
                    ? Optional.empty()
                    : Optional.of(lookup.get().document());
        }
    }

    /** A call that reads what is there already. */
    @FunctionalInterface
    interface Lookup {
        JsonNode document() throws CallFailedException;
    }

    /** Several of them for people. */
    Table table(List<JsonNode> elements);

    /** Parameters of the call that saves, such as {@code validate=strict}. */
    default Map<String, String> query(Arguments arguments) {
        return Map.of();
    }

    /** Examples for the help of a command of this kind. */
    List<String> examples(String command);

    /** Further options when one is added. */
    default List<OptionSpec> optionsToAdd() {
        return List.of();
    }

    /** Makes the call that adds one. */
    default ApiResponse register(CommandSession session, ApiCall call) throws CallFailedException {
        return call.make();
    }

    /** Prints what is to be known about one that was added, beside its name. */
    default void printAdded(CommandSession session, ApiResponse answer) {}
}
