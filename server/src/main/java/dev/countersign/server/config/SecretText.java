package dev.countersign.server.config;

import dev.countersign.base.file.OwnerOnlyFile;
import dev.countersign.base.text.FailureText;
import dev.countersign.server.config.setting.Setting;
import dev.countersign.server.config.setting.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * A secret that is configured directly or in a file, not in both.
 *
 * @param direct the setting of the secret itself
 * @param inFile the setting of the file
 */
record SecretText(Values values, Setting<Optional<String>> direct, Setting<Optional<String>> inFile) {

    /** @param file the file with the secret, if one is configured and can be read */
    Optional<String> read(Optional<Path> file) {
        if (values.isGiven(direct) && values.isGiven(inFile)) {
            values.problem(inFile, "is refused beside " + direct.key());
        }
        return values.of(direct).or(() -> file.flatMap(this::content));
    }

    /** The secret from a file that other users of the machine cannot read. */
    Optional<String> readClosed(Optional<Path> file) {
        if (file.filter(path -> OwnerOnlyFile.isOpen(path, Set.of(PosixFilePermission.OTHERS_READ)))
                .isPresent()) {
            values.problem(
                    inFile, "every user of this machine can read the file; restrict its permissions (chmod 600)");
        }
        return read(file);
    }

    private Optional<String> content(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException unreadable) {
            values.problem(inFile, "cannot be read: " + FailureText.of(unreadable));
            return Optional.empty();
        }
    }
}
