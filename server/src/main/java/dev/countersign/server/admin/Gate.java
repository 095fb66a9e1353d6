package dev.countersign.server.admin;

import dev.countersign.server.operation.Administrator;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Permission;
import java.util.Optional;

/** Access control of the REST API. */
@FunctionalInterface
public interface Gate {

    /** Returns the author of the request, who has this permission; empty when the request was refused and answered. */
    Optional<Administrator> admit(ServerRequest request, ServerResponse response, Permission needed);
}
