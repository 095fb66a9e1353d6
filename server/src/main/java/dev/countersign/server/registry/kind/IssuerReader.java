package dev.countersign.server.registry.kind;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.preset.Preset;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.keys.KeySourceReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reader of a trusted token issuer's JSON: its members by {@link IssuerFields}, and the rules over several of them. */
public final class IssuerReader {
    private final ServerIdentity self;
    private final KeySourceReader keySources;

    /**
     * Creates a reader.
     *
     * @param self the identity of this server, whose issuer identifiers cannot be registered
     */
    public IssuerReader(ServerIdentity self, KeySourceReader keySources) {
        this.self = self;
        this.keySources = keySources;
    }

    /**
     * Reads an issuer; read-only members are ignored.
     *
     * @param before the current issuer; a property that became invalid since it was saved does not prevent other
     *     changes
     * @param applicationNames names of the applications
     */
    public Reading<TrustedIssuer> read(
            Map<String, Object> written, Optional<TrustedIssuer> before, Set<String> applicationNames, Instant now) {
        var problems = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        PresetMembers.Filled filled = PresetMembers.fill(written, problems);
        var members = new InputMembers(filled.input(), "", problems, IssuerFields.TABLE.names());
        var whole = new IssuerFrame(
                self,
                keySources,
                applicationNames,
                filled.use(),
                before.map(TrustedIssuer::id).orElseGet(() -> new IssuerId(Secrets.generateId())),
                before.map(TrustedIssuer::createdAt).orElse(now),
                before.map(TrustedIssuer::updatedAt)
                        .map(earlier -> Timestamps.after(earlier, () -> now))
                        .orElse(now),
                before);
        TrustedIssuer issuer = IssuerFields.TABLE.read(members, whole, problems, warnings);
        filled.chosen().ifPresent(preset -> PresetMembers.constrain(issuer, preset, members, warnings));
        if (TenantPinning.canJudge(issuer.grants().conditions())) {
            TenantPinning.check(issuer, before, problems, warnings);
            filled.chosen()
                    .flatMap(Preset::withoutCredentials)
                    .ifPresent(limit -> TenantPinning.checkWithoutCredentials(issuer, limit, before, problems));
        }
        return new Reading<>(problems.isEmpty() ? Optional.of(issuer) : Optional.empty(), problems, warnings);
    }
}
