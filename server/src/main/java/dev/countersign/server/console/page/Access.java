package dev.countersign.server.console.page;

import dev.countersign.server.people.Role;

/** Access rule of a route. */
public sealed interface Access {
    /** Open access: the sign-in pages and their resources. */
    record Open() implements Access {}

    /** Access for signed-in users with this role or a higher one. */
    record Needs(Role role) implements Access {}
}
