package dev.countersign.server.registry.change;

import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.core.trust.TrustedIssuer;
import java.util.Optional;

/**
 * An issuer as it would be after a change that is not made.
 *
 * @param before the registered issuer that it would replace; empty for a new one
 * @param snapshot the trust configuration after the change
 */
public record IssuerDraft(Optional<TrustedIssuer> before, TrustedIssuer issuer, TrustSnapshot snapshot) {}
