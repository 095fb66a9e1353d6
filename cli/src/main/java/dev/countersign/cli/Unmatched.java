package dev.countersign.cli;

import java.util.List;
import picocli.CommandLine.UnmatchedArgumentException;

/** Message about unknown arguments: it never contains their values, because one may be a mistyped secret. */
final class Unmatched {
    private Unmatched() {}

    static String sentence(UnmatchedArgumentException unmatched) {
        List<String> options = unmatched.getUnmatched().stream()
                .filter(argument -> argument.startsWith("-"))
                .map(argument -> argument.replaceFirst("=.*", ""))
                .filter(name -> name.matches("--?[A-Za-z][A-Za-z0-9-]{0,30}"))
                .toList();
        if (!options.isEmpty()) {
            return "There is no option %s.".formatted(String.join(", ", options));
        }
        boolean hasCommands = !unmatched.getCommandLine().getSubcommands().isEmpty();
        String first = unmatched.getUnmatched().getFirst();
        if (hasCommands && first.matches("[a-z-]{1,30}")) {
            return "There is no command %s.".formatted(first);
        }
        int count = unmatched.getUnmatched().size();
        return count == 1 ? "There is one argument too many." : "There are %s arguments too many.".formatted(count);
    }
}
