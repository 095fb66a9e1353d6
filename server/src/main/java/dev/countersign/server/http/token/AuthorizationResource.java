package dev.countersign.server.http.token;

import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;

/**
 * The authorization endpoint (RFC 6749 §3.1), which supports no response type. It is in the metadata because widespread
 * clients do not accept metadata without it, although RFC 8414 §2 requires it only where a grant uses it. It never
 * redirects: it reads nothing of the request, and no redirect URI is registered.
 */
public final class AuthorizationResource {
    private final ErrorResponder errors;

    public AuthorizationResource(ErrorResponder errors) {
        this.errors = errors;
    }

    public void answer(ServerRequest request, ServerResponse response) {
        errors.noResponseType(response);
    }
}
