package dev.countersign.server.registry.kind;

import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.field.Input;
import dev.countersign.server.registry.keys.KeySourceReader;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Properties of an issuer that its input does not determine.
 *
 * @param self the identity of this server, whose issuer identifiers cannot be registered
 * @param keySources reader of the member {@code keys}
 * @param applicationNames names of the applications
 * @param use the preset named by the input
 * @param before the current issuer; a property that became invalid since it was saved does not prevent other changes
 */
record IssuerFrame(
        ServerIdentity self,
        KeySourceReader keySources,
        Set<String> applicationNames,
        Optional<TrustedIssuer.PresetUse> use,
        IssuerId id,
        Instant createdAt,
        Instant updatedAt,
        Optional<TrustedIssuer> before) {

    /** Reads its key source. */
    KeySource keys(Input<IssuerFrame> input) {
        return keySources.read(
                input.members(),
                before.map(issuer -> issuer.verification().keys()),
                input.problems(),
                input.warnings());
    }
}
