package dev.countersign.server.people;

import dev.countersign.base.text.FoldedName;
import dev.countersign.base.text.VisibleCharacters;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.ServerAuthor;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * User names: 1 to 64 printable characters, unique in any letter case and encoding. Those under which the audit has the
 * server itself are reserved.
 */
public final class Usernames {
    /** The code of the problem of a name that no person can have. */
    static final String RESERVED = "reserved";

    private static final int LONGEST = 64;

    private Usernames() {}

    /** The form of a name used for comparison. */
    public static String key(String username) {
        return FoldedName.of(username.strip());
    }

    /**
     * The keys under which a user of this name may be stored, the likeliest first: earlier versions derived them from
     * the characters as typed.
     */
    public static List<String> keys(String username) {
        String key = key(username);
        String typed = username.strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Stream.of(typed, key, Normalizer.normalize(key, Normalizer.Form.NFD))
                .distinct()
                .toList();
    }

    /** The problems of a name. */
    public static List<Problem> problems(String username) {
        boolean good = !username.isBlank()
                && username.codePointCount(0, username.length()) <= LONGEST
                && username.equals(username.strip())
                && username.codePoints().allMatch(VisibleCharacters::is);
        if (good && key(username).endsWith(Person.OF_ROOT)) {
            return List.of(new Problem(
                    "/username",
                    RESERVED,
                    "Names that end with %s are those of administrators of the root organization. Choose another one."
                            .formatted(Person.OF_ROOT)));
        }
        if (good && isOfServer(username)) {
            return List.of(new Problem(
                    "/username", RESERVED, "The audit has the server itself under this name. Choose another one."));
        }
        return good
                ? List.of()
                : List.of(new Problem(
                        "/username",
                        "malformed",
                        "Enter a username of 1 to %s printable characters.".formatted(LONGEST)));
    }

    private static boolean isOfServer(String username) {
        return Arrays.stream(ServerAuthor.values())
                .anyMatch(author -> key(author.word()).equals(key(username)));
    }
}
