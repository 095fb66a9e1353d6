package dev.countersign.cli.command;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of JSON pointers in a server's response on the command line: the option, otherwise the member. */
final class Pointers {
    private static final Pattern PLACE = Pattern.compile("(.*)/([0-9]{1,6})");

    /** Members with special options, by the pointer without list positions. */
    private static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("/keys/jwks_url", "--jwks-url"),
            Map.entry("/keys/certificates", "--certificate"),
            Map.entry("/keys/jwks", "--jwks"),
            Map.entry("/subject/mapping", "--subject-mapping"),
            Map.entry("/subject/claim", "--subject-claim"),
            Map.entry("/claims", "--claim"),
            Map.entry("/chaining", "--chaining"),
            Map.entry("/hosts", "--host"),
            Map.entry("/audience", "--audience"),
            Map.entry("/client_id", "--new-client-id"),
            Map.entry("/client_secret", "--new-client-secret-file"),
            Map.entry("/bootstrap_client/client_id", "--bootstrap-client-id"),
            Map.entry("/bootstrap_client/client_secret", "--bootstrap-client-secret-file"),
            Map.entry("/expires_in_seconds", "--expires-in"),
            Map.entry("/expires_at", "--expires-at"));

    private Pointers() {}

    /** The option if it supplied the member, otherwise the member as in {@code keys.certificates[1]}. */
    static String name(String pointer, Arguments arguments) {
        String member = pointer;
        String index = "";
        Matcher element = PLACE.matcher(pointer);
        if (element.matches()) {
            member = element.group(1);
            index = "[" + element.group(2) + "]";
        }
        String option = OWN.getOrDefault(member, RegisteredMembers.options().get(member));
        if (option != null && arguments.isGiven(option)) {
            return option + (index.isEmpty() ? "" : " (number " + (Integer.parseInt(element.group(2)) + 1) + ")");
        }
        return words(member) + index;
    }

    private static String words(String pointer) {
        return pointer.replaceFirst("^/", "")
                .replaceAll("/([0-9]{1,6})(?=/|$)", "[$1]")
                .replace('/', '.')
                .replace("~1", "/")
                .replace("~0", "~");
    }
}
