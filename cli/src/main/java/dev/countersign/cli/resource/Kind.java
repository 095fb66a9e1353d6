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

/** A kind of managed resource on the command line. */
interface Kind {
    /** Its command and its place in the REST API. */
    Facts facts();

    /**
     * The command of a kind and its place in the REST API.
     *
     * @param command the name of its command
     * @param description what its command is about
     * @param descriptionOfAdd what adding one does, and what it needs
     * @param canForceRemoval whether one can be removed although applications name it
     * @param examples examples for the help of each command, without its name, and under no name those of the whole
     */
    record Facts(
            String command,
            Collection collection,
            String description,
            String descriptionOfAdd,
            boolean canBeDisabled,
            boolean canForceRemoval,
            Map<String, List<String>> examples) {}

    /** The options for its members, for adding and changing, in groups of the help. */
    List<OptionGroup> groups();

    /**
     * Required members that are missing in the document of a new resource, as the arguments that would supply them;
     * this is reported before a server is contacted, which may require a prompt for credentials.
     */
    List<String> missing(JsonNode document);

    /** Fills in the values of the options. */
    void fill(Patch patch, CommandSession session, Existing existing) throws CallFailedException;

    /** The existing resource, or none when a new one is added. It is read when needed. */
    record Existing(Optional<Lookup> lookup) {
        static final Existing NONE = new Existing(Optional.empty());

        static Existing of(Lookup lookup) {
            return new Existing(Optional.of(lookup));
        }

        boolean isNone() {
            return lookup.isEmpty();
        }

        /** The document of the existing resource. */
        Optional<JsonNode> document() throws CallFailedException {
            return lookup.isEmpty()
                    ? Optional.empty()
                    : Optional.of(lookup.get().document());
        }
    }

    /** A call that reads the existing resource. */
    @FunctionalInterface
    interface Lookup {
        JsonNode document() throws CallFailedException;
    }

    /** A table of several resources. */
    Table table(List<JsonNode> elements);

    /** Parameters of the call that saves, such as {@code validate=strict}. */
    default Map<String, String> query(Arguments arguments) {
        return Map.of();
    }

    /** Further options for adding. */
    default List<OptionSpec> optionsToAdd() {
        return List.of();
    }

    /** Makes the call that adds a resource. */
    default ApiResponse register(CommandSession session, ApiCall call) throws CallFailedException {
        return call.make();
    }

    /** Prints information on an added resource in addition to its name. */
    default void printAdded(CommandSession session, ApiResponse answer) {}
}
