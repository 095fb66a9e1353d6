package dev.countersign.cli.remote;

import dev.countersign.base.exit.CommandFailedException;
import dev.countersign.base.exit.ExitCode;
import java.util.List;

/** Exception thrown when a command fails; it has the problems that were found in the input, each with its position. */
public final class CallFailedException extends CommandFailedException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /**
     * One problem of the input.
     *
     * @param pointer its position in the document that was sent (RFC 6901); empty for the whole document
     */
    public record Finding(String pointer, String detail) {}

    public CallFailedException(int exitCode, String message, List<Finding> findings) {
        super(exitCode, message);
        this.findings = List.copyOf(findings);
    }

    /** The server, or an existing resource, does not permit the operation. */
    public static CallFailedException refused(String message) {
        return new CallFailedException(ExitCode.REFUSED, message, List.of());
    }

    /** The arguments are inconsistent. */
    public static CallFailedException usage(String message) {
        return new CallFailedException(ExitCode.USAGE, message, List.of());
    }

    /** The input is not valid. */
    public static CallFailedException data(String message) {
        return new CallFailedException(ExitCode.DATA, message, List.of());
    }

    /** A file cannot be read. */
    public static CallFailedException noInput(String message) {
        return new CallFailedException(ExitCode.NO_INPUT, message, List.of());
    }

    /** No server answers at present. */
    public static CallFailedException unavailable(String message) {
        return new CallFailedException(ExitCode.UNAVAILABLE, message, List.of());
    }

    /** An internal fault of the server or of this program. */
    public static CallFailedException fault(String message) {
        return new CallFailedException(ExitCode.SOFTWARE, message, List.of());
    }

    /** A file cannot be written. */
    public static CallFailedException cannotCreate(String message) {
        return new CallFailedException(ExitCode.CANNOT_CREATE, message, List.of());
    }

    /** The credentials are wrong or not sufficient. */
    public static CallFailedException noPermission(String message) {
        return new CallFailedException(ExitCode.NO_PERMISSION, message, List.of());
    }

    /** The stored login or the environment is invalid or incomplete. */
    public static CallFailedException configuration(String message) {
        return new CallFailedException(ExitCode.CONFIG, message, List.of());
    }

    /** All problems of the input. */
    public List<Finding> findings() {
        return findings;
    }
}
