package dev.countersign.server.people;

import dev.countersign.core.jose.key.Sha256;

/**
 * Session of an administrator of the root organization in another organization.
 *
 * @param token hash of the token that gives access there
 * @param root hash of the token of the session in the root organization, with which the visit ends
 */
public record Visit(SessionId id, Sha256 token, Sha256 root, VisitedOrganization organization) {}
