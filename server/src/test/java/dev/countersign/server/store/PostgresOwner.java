package dev.countersign.server.store;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/** The user of the operating system whom PostgreSQL's programs run as. */
final class PostgresOwner {
    private static final String USER = "postgres";

    private PostgresOwner() {}

    /** The command as a user whom PostgreSQL serves: it refuses root. */
    static List<String> asOwner(List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + owner(), "--clear-groups", "--"));
        }
        command.addAll(arguments);
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The user of an installed PostgreSQL, else one that every system has. */
    private static String owner() {
        try {
            lookUp(USER);
            return USER;
        } catch (IOException notInstalled) {
            return "nobody";
        }
    }

    private static UserPrincipal lookUp(String user) throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
    }

    /** Makes a file that of the user whom PostgreSQL runs as. */
    static void giveAway(Path file) throws IOException {
        if (isRoot()) {
            Files.setOwner(file, lookUp(owner()));
        }
    }
}
