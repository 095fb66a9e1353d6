package dev.countersign.core.trust;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.ServerIdentity;
import java.util.List;

/**
 * The rules of one authorization server for all of its issuers and applications.
 *
 * @param signing the algorithms with which it can sign access tokens
 */
public record ServerRules(ServerIdentity identity, IssuedAtDefaults issuedAt, List<Algorithm> signing) {
    public ServerRules {
        signing = List.copyOf(signing);
    }
}
