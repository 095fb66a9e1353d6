package dev.countersign.core.trust;

import dev.countersign.core.oauth.ServerIdentity;

/** The rules of one authorization server that hold for all of its issuers. */
public record ServerRules(ServerIdentity identity, IssuedAtDefaults issuedAt) {}
