package dev.countersign.server.management;

import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything of an issuer that its input does not decide.
 *
 * @param self our own issuer identifier, which cannot be registered
 * @param keySources reads the member {@code keys}
 * @param use the preset that the input names
 * @param before the issuer as it is; what became wrong with it since does not stand against another change
 */
record IssuerFrame(
        IssuerIdentifier self,
        KeySourceReader keySources,
        Optional<TrustedIssuer.PresetUse> use,
        IssuerId id,
        Instant createdAt,
        Instant updatedAt,
        Optional<TrustedIssuer> before) {

    /** Reads where its keys come from. */
    KeySource keys(Input<IssuerFrame> input) {
        return keySources.read(input.members(), before.map(TrustedIssuer::keys), input.problems(), input.warnings());
    }
}
