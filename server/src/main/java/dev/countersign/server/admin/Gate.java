package dev.countersign.server.admin;

import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Caller;
import java.util.Optional;

/** Access control of the REST API. */
@FunctionalInterface
public interface Gate {

    /** Returns the caller, whose token has this scope; empty when the request was refused and answered. */
    Optional<Caller> admit(ServerRequest request, ServerResponse response, String scope);
}
