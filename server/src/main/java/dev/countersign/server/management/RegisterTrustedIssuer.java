package dev.countersign.server.management;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.management.IssuerSaving.Draft;
import dev.countersign.server.management.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registers a trusted token issuer. */
public final class RegisterTrustedIssuer {
    private final IssuerSaving saving;
    private final IssuerReader reader;
    private final InstantSource clock;

    RegisterTrustedIssuer(IssuerSaving saving, IssuerReader reader, InstantSource clock) {
        this.saving = saving;
        this.reader = reader;
        this.clock = clock;
    }

    /** Registers the issuer that the JSON describes, whatever its JWKS URL gives. */
    public Outcome<Saved<TrustedIssuer>> register(Administrator who, Map<String, Object> input) {
        return register(who, input, IfKeysFail.WARN);
    }

    /** Registers the issuer that the JSON describes. */
    public Outcome<Saved<TrustedIssuer>> register(Administrator who, Map<String, Object> input, IfKeysFail ifKeysFail) {
        Instant now = Timestamps.now(clock);
        var frame = new IssuerReader.Frame(new IssuerId(Secrets.generateId()), now, now, Optional.empty());
        Reading<TrustedIssuer> reading = reader.read(input, frame);
        if (reading.value().isEmpty()) {
            return new Outcome.Invalid<>(reading.problems());
        }
        TrustedIssuer issuer = reading.value().get();
        return saving.save(who, ifKeysFail, trust -> {
            List<Problem> clashes = trust.clashes(issuer);
            return clashes.isEmpty()
                    ? new Decision.Change<>(
                            List.of(new ChangeEvents(who, now).added(issuer)),
                            new Draft(new Saved<>(issuer, ContentVersion.of(issuer), reading.warnings()), true))
                    : Outcomes.clash(clashes);
        });
    }
}
