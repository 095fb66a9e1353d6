package dev.countersign.server.registry.kind;

import java.net.URI;
import java.util.Optional;

/** Which JWKS URLs the operator allows: https to public hosts, and what the configuration adds to them. */
@FunctionalInterface
public interface JwksUrlRule {

    /**
     * Why this URL will not be fetched, as a sentence; empty when it will.
     *
     * @param url absolute, http or https, with a host
     */
    Optional<String> objection(URI url);
}
