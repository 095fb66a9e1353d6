package dev.countersign.cli.command;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A group of options in the help.
 *
 * @param heading heading of the group; empty for none
 */
public record OptionGroup(String heading, List<OptionSpec> options) {
    public OptionGroup {
        options = List.copyOf(options);
    }
}
