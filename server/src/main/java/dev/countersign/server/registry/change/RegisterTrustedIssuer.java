package dev.countersign.server.registry.change;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.change.IssuerSaving.Draft;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.kind.IssuerReader;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Use case that registers a trusted token issuer. */
public final class RegisterTrustedIssuer {
    private final IssuerSaving saving;
    private final IssuerReader reader;
    private final InstantSource clock;

    public RegisterTrustedIssuer(IssuerSaving saving, IssuerReader reader, InstantSource clock) {
        this.saving = saving;
        this.reader = reader;
        this.clock = clock;
    }

    /** Registers the issuer described by the JSON, independent of the state of its JWKS URL. */
    public Outcome<Saved<TrustedIssuer>> register(Administrator administrator, Map<String, Object> input) {
        return register(administrator, input, IfKeysFail.WARN);
    }

    /** Registers the issuer that the JSON describes. */
    public Outcome<Saved<TrustedIssuer>> register(
            Administrator administrator, Map<String, Object> input, IfKeysFail ifKeysFail) {
        Instant now = Timestamps.now(clock);
        var frame = new IssuerReader.Frame(new IssuerId(Secrets.generateId()), now, now, Optional.empty());
        Reading<TrustedIssuer> reading = reader.read(input, frame);
        if (reading.value().isEmpty()) {
            return new Outcome.Invalid<>(reading.problems());
        }
        TrustedIssuer issuer = reading.value().get();
        return saving.save(administrator, ifKeysFail, trust -> {
            List<Problem> clashes = trust.clashes(issuer);
            return clashes.isEmpty()
                    ? new Decision.Change<>(
                            List.of(new ChangeEvents(administrator, now).added(issuer)),
                            new Draft(new Saved<>(issuer, ContentVersion.of(issuer), reading.warnings()), true))
                    : Outcomes.clash(clashes);
        });
    }
}
