package dev.countersign.server.admin;

import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Caller;
import java.util.Optional;

/** Who is let in. */
@FunctionalInterface
public interface Gate {

    /** Who calls with a token that has this scope; empty when the request was turned away, and answered. */
    Optional<Caller> admit(ServerRequest request, ServerResponse response, String scope);
}
