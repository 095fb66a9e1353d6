package dev.countersign.base.text;

import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Pattern;

/**
 * Text of a failure for people, as the end of a sentence: the JDK's message, completed where it only names a file, and
 * without names of Java classes.
 */
public final class FailureText {
    private static final Pattern CLASS_NAME = Pattern.compile("^(?:[a-z_$][\\w$]*\\.)+[A-Z][\\w$]*(?:: |$)");
    private static final String UNKNOWN = "the reason is not known";

    private FailureText() {}

    /** The reason for the failure. */
    public static String of(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is there already";
            case NotDirectoryException _ -> "it is no folder";
            case DirectoryNotEmptyException _ -> "the folder is not empty";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            case UnknownHostException _ -> "there is no such host";
            default -> withoutClassNames(String.valueOf(failure.getMessage()));
        };
    }

    private static String withoutClassNames(String message) {
        String rest = message;
        var name = CLASS_NAME.matcher(rest);
        while (name.find()) {
            rest = rest.substring(name.end());
            name = CLASS_NAME.matcher(rest);
        }
        return rest.isBlank() || rest.equals("null") ? UNKNOWN : rest.strip();
    }
}
