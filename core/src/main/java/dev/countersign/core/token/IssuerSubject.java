package dev.countersign.core.token;

import dev.countersign.core.oauth.IssuerId;

/**
 * A subject as its trusted token issuer names it: the {@code sub} claim of the assertion, whatever the subject of an access
 * token is derived from.
 */
public record IssuerSubject(IssuerId issuer, String subject) {}
