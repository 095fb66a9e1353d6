package dev.countersign.cli.command;

import dev.countersign.cli.remote.CallFailedException;
import picocli.CommandLine.Model.OptionSpec;

/** Confirmation of a user before a command makes a change that cannot be undone. */
public final class UserConfirmation {
    /** The option that gives it in advance. */
    public static final String YES = "--yes";

    private UserConfirmation() {}

    public static OptionSpec option() {
        return Options.flag(YES, "Do not ask.");
    }

    public static boolean isGiven(CommandSession session) {
        return session.arguments().isGiven(YES);
    }

    /**
     * Asks the user unless the option is given.
     *
     * @param question such as "Apply this?"
     * @param refusal the message when the answer is not yes
     */
    public static void ask(CommandSession session, String question, String refusal) throws CallFailedException {
        if (isGiven(session)) {
            return;
        }
        Terminal terminal = session.cliEnvironment().terminal();
        if (!terminal.isThere()) {
            throw CallFailedException.usage("There is no terminal for the confirmation: add %s.".formatted(YES));
        }
        if (!terminal.ask(question + " Only \"yes\" is accepted: ")
                .filter("yes"::equals)
                .isPresent()) {
            throw CallFailedException.refused(refusal);
        }
    }
}
