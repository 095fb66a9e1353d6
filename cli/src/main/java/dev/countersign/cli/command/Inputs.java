package dev.countersign.cli.command;

import dev.countersign.base.text.FailureText;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.core.jose.certificate.PrivateKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Input of a command besides its arguments: files, the standard input as the file {@code -}, and the environment. */
public final class Inputs {
    public static final String STANDARD_INPUT = "-";
    private static final int LARGEST_IN_BYTES = 16 << 20;

    private final CliEnvironment cliEnvironment;
    private boolean standardInputWasRead;

    Inputs(CliEnvironment cliEnvironment) {
        this.cliEnvironment = cliEnvironment;
    }

    /** The value of a variable that is not blank, without surrounding white space. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(cliEnvironment.environment().get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** The content of a file or the standard input. */
    public byte[] bytes(String file) throws CallFailedException {
        try (InputStream in = open(file)) {
            byte[] content = in.readNBytes(LARGEST_IN_BYTES + 1);
            if (content.length > LARGEST_IN_BYTES) {
                throw CallFailedException.data(
                        "%s is larger than %s MB.".formatted(name(file), LARGEST_IN_BYTES >> 20));
            }
            return content;
        } catch (IOException unreadable) {
            throw CallFailedException.noInput(
                    "%s cannot be read: %s".formatted(name(file), FailureText.of(unreadable)));
        }
    }

    /** The content of a file or the standard input as text in UTF-8. */
    public String text(String file) throws CallFailedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file)))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw CallFailedException.data("%s is no text in UTF-8.".formatted(name(file)));
        }
    }

    /** The files of a folder with one of these extensions, in the order of their names, or else the file itself. */
    public static List<String> files(String name, List<String> extensions) throws CallFailedException {
        if (name.equals(STANDARD_INPUT) || !Files.isDirectory(path(name))) {
            return List.of(name);
        }
        try (Stream<Path> inside = Files.list(path(name))) {
            List<String> files = inside.map(Path::toString)
                    .filter(file -> extensions.stream().anyMatch(file::endsWith))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                int last = extensions.size() - 1;
                throw CallFailedException.noInput("There is no %s or %s in %s."
                        .formatted(String.join(", ", extensions.subList(0, last)), extensions.get(last), name));
            }
            return files;
        } catch (IOException unreadable) {
            throw CallFailedException.noInput("%s cannot be read: %s".formatted(name, FailureText.of(unreadable)));
        }
    }

    /** One value, such as a secret or a token, without the trailing line end. */
    public String value(String file) throws CallFailedException {
        String value = new String(bytes(file), StandardCharsets.UTF_8).strip();
        if (value.isEmpty()) {
            throw CallFailedException.data("There is nothing in %s.".formatted(name(file)));
        }
        return value;
    }

    private InputStream open(String file) throws IOException, CallFailedException {
        if (!file.equals(STANDARD_INPUT)) {
            return Files.newInputStream(path(file));
        }
        if (standardInputWasRead) {
            throw CallFailedException.usage("Only one thing can be read from the standard input.");
        }
        standardInputWasRead = true;
        return cliEnvironment.in();
    }

    /** The name of a file in a message; never content passed in place of a name. */
    public static String name(String file) {
        return file.equals(STANDARD_INPUT) ? "the standard input" : isContent(file) ? "(not a name)" : file;
    }

    private static boolean isContent(String file) {
        return file.lines().count() > 1 || file.contains("-----BEGIN") || PrivateKeys.mayBeIn(file);
    }

    public static Path path(String file) throws CallFailedException {
        if (isContent(file)) {
            throw CallFailedException.usage(
                    "This is the content of a file; give the name of the file, or - for the" + " standard input.");
        }
        try {
            return Path.of(file);
        } catch (InvalidPathException notAPath) {
            throw CallFailedException.usage("This is no name of a file.");
        }
    }
}
