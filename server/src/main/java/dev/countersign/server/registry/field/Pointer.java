package dev.countersign.server.registry.field;

/** The writer of JSON pointers (RFC 6901). */
public final class Pointer {
    private Pointer() {}

    /** The pointer to a member of what the first one points to. */
    public static String to(String parent, String member) {
        return parent + "/" + member.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer to an element of the array that the first one points to. */
    public static String to(String parent, int index) {
        return parent + "/" + index;
    }
}
