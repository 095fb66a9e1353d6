package dev.countersign.server.management;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** Reader of a trusted token issuer's JSON: its members by {@link IssuerFields}, and the rules over several of them. */
final class IssuerReader {
    private final IssuerIdentifier self;
    private final KeySourceReader keySources;

    /**
     * Makes a reader.
     *
     * @param self our own issuer identifier, which cannot be registered
     */
    IssuerReader(IssuerIdentifier self, KeySourceReader keySources) {
        this.self = self;
        this.keySources = keySources;
    }

    /**
     * What the input does not decide.
     *
     * @param before the issuer as it is; what became wrong with it since does not stand against another change
     */
    record Frame(IssuerId id, Instant createdAt, Instant updatedAt, Optional<TrustedIssuer> before) {}

    /** Reads an issuer; members that are read-only are passed over. */
    Reading<TrustedIssuer> read(Map<String, Object> written, Frame frame) {
        var problems = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        PresetMembers.Filled filled = PresetMembers.fill(written, problems);
        var members = new InputMembers(filled.input(), "", problems, IssuerFields.TABLE.names());
        var whole = new IssuerFrame(
                self, keySources, filled.use(), frame.id(), frame.createdAt(), frame.updatedAt(), frame.before());
        TrustedIssuer issuer = IssuerFields.TABLE.read(members, whole, problems, warnings);
        filled.chosen().ifPresent(preset -> PresetMembers.constrain(issuer, preset, members, warnings));
        if (TenantPinning.canJudge(issuer.conditions())) {
            TenantPinning.check(issuer, frame.before(), problems, warnings);
        }
        return new Reading<>(problems.isEmpty() ? Optional.of(issuer) : Optional.empty(), problems, warnings);
    }
}
