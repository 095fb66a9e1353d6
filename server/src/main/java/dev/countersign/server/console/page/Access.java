package dev.countersign.server.console.page;

import dev.countersign.server.people.Role;

/** Who may take a route. */
public sealed interface Access {
    /** Anybody: the pages one signs in by, and what they load. */
    record Open() implements Access {}

    /** Whoever is signed in and has this role or a greater one. */
    record Needs(Role role) implements Access {}
}
