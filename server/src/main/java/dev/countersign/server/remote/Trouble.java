package dev.countersign.server.remote;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be read or written, in a few words: the JDK's own message is often only the file's name. */
public final class Trouble {
    private Trouble() {}

    public static String of(IOException fault) {
        return switch (fault) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is there already";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(fault.getMessage());
        };
    }
}
