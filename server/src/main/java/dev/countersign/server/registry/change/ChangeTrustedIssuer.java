package dev.countersign.server.registry.change;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.change.IssuerSaving.Draft;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.kind.IssuerReader;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Use case that changes a trusted token issuer and, with its name, the applications that name it explicitly. */
public final class ChangeTrustedIssuer {
    private final IssuerSaving saving;
    private final IssuerReader reader;
    private final InstantSource clock;

    public ChangeTrustedIssuer(IssuerSaving saving, IssuerReader reader, InstantSource clock) {
        this.saving = saving;
        this.reader = reader;
        this.clock = clock;
    }

    /** Changes the issuer if its version is the expected one, independent of the state of its JWKS URL. */
    public Outcome<Saved<TrustedIssuer>> change(
            Administrator administrator, IssuerId id, ExpectedVersion expected, Edit edit) {
        return change(administrator, id, expected, edit, IfKeysFail.WARN);
    }

    /** Changes the issuer, if its version is the expected one. */
    public Outcome<Saved<TrustedIssuer>> change(
            Administrator administrator, IssuerId id, ExpectedVersion expected, Edit edit, IfKeysFail ifKeysFail) {
        return saving.save(
                administrator,
                ifKeysFail,
                trust -> trust.issuer(id)
                        .map(before -> decide(trust, administrator, before, expected, edit))
                        .orElseGet(Outcomes::notFound));
    }

    private Decision<Draft> decide(
            Trust trust, Administrator administrator, TrustedIssuer before, ExpectedVersion expected, Edit edit) {
        if (!expected.allows(ContentVersion.of(before))) {
            return Outcomes.stale();
        }
        Instant now = Timestamps.after(before.updatedAt(), clock);
        Map<String, Object> input = edit.appliedTo(IssuerFields.document(before));
        Reading<TrustedIssuer> reading =
                reader.read(input, new IssuerReader.Frame(before.id(), before.createdAt(), now, Optional.of(before)));
        if (reading.value().isEmpty()) {
            return Outcomes.invalid(reading.problems());
        }
        TrustedIssuer after = reading.value().get();
        if (isSame(before, after)) {
            return Outcomes.unchanged(
                    new Draft(new Saved<>(before, ContentVersion.of(before), reading.warnings()), false));
        }
        List<Problem> clashes = trust.clashes(after);
        if (!clashes.isEmpty()) {
            return Outcomes.clash(clashes);
        }
        var warnings = new ArrayList<>(reading.warnings());
        warnOfNewSubjects(before, after, warnings);
        var events = new ChangeEvents(administrator, now);
        var changes = new ArrayList<TrustChange>();
        changes.add(events.changed(before, after));
        if (!before.name().equals(after.name())) {
            trust.applicationsNaming(before.name())
                    .forEach(application -> changes.add(
                            events.changed(application, renamed(application, before.name(), after.name(), now))));
        }
        boolean withNewKeys =
                !before.verification().keys().equals(after.verification().keys());
        return new Decision.Change<>(
                changes, new Draft(new Saved<>(after, ContentVersion.of(after), warnings), withNewKeys));
    }

    private static boolean isSame(TrustedIssuer before, TrustedIssuer after) {
        var one = new HashMap<>(IssuerFields.document(before));
        var other = new HashMap<>(IssuerFields.document(after));
        one.remove("updated_at");
        other.remove("updated_at");
        return one.equals(other);
    }

    private static void warnOfNewSubjects(TrustedIssuer before, TrustedIssuer after, List<Problem> warnings) {
        boolean scoped = after.grants().subject() instanceof TrustedIssuer.SubjectMapping.IssuerScoped;
        if (scoped && !before.name().equals(after.name())) {
            warnings.add(new Problem(
                    "/name",
                    "subjects_change",
                    "The subjects of new access tokens have the new name, %s, as prefix.".formatted(after.name())));
        }
    }

    private static RegisteredClient renamed(RegisteredClient application, String before, String after, Instant now) {
        Set<String> names = new HashSet<>(application.access().trustedIssuers().orElseThrow());
        names.remove(before);
        names.add(after);
        return Applications.withIssuers(application, names, now);
    }
}
