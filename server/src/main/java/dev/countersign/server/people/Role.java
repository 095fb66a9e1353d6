package dev.countersign.server.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Permissions of a user; each role includes those before it. */
public enum Role {
    /** Reads everything and changes nothing. */
    VIEWER,
    /** Changes issuers, applications and APIs. */
    EDITOR,
    /** Also changes users, their sessions, and the signing keys. */
    ADMINISTRATOR;

    /** Whether this role includes the other. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The role as it is written, such as {@code editor}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role at the beginning of a label, such as {@code Editor}. */
    public String title() {
        return name().charAt(0) + word().substring(1);
    }

    /** The role of this name. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
