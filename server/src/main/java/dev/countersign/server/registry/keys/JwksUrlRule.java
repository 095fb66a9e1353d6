package dev.countersign.server.registry.keys;

import java.net.URI;
import java.util.Optional;

/** Rule for permitted JWKS URLs: https to public hosts, and the exceptions in the configuration. */
@FunctionalInterface
public interface JwksUrlRule {

    /**
     * Returns the reason why this URL will not be fetched, as a sentence; empty when it will.
     *
     * @param url absolute, http or https, with a host
     */
    Optional<String> objection(URI url);
}
