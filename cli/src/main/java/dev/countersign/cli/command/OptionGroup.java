package dev.countersign.cli.command;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that the help shows together.
 *
 * @param heading above them; empty for those that need none
 */
public record OptionGroup(String heading, List<OptionSpec> options) {
    public OptionGroup {
        options = List.copyOf(options);
    }
}
