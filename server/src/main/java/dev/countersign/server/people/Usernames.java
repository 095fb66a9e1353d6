package dev.countersign.server.people;

import dev.countersign.server.management.Problem;
import dev.countersign.server.text.Printable;
import java.util.List;
import java.util.Locale;

/** The names people sign in with: 1 to 64 printable characters, unique in any letter case. */
public final class Usernames {
    private static final int LONGEST = 64;

    private Usernames() {}

    /** The name as it is compared. */
    public static String key(String username) {
        return username.strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** What is wrong with a name. */
    static List<Problem> problems(String username) {
        boolean good = !username.isBlank()
                && username.codePointCount(0, username.length()) <= LONGEST
                && username.equals(username.strip())
                && username.codePoints().allMatch(Printable::is);
        return good
                ? List.of()
                : List.of(new Problem(
                        "/username", "malformed", "A user name has 1 to %s printable characters.".formatted(LONGEST)));
    }
}
