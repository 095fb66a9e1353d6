package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.trust.RegisteredKind.APPLICATIONS;
import static dev.countersign.server.registry.trust.RegisteredKind.ISSUERS;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.change.IssuerSaving.Draft;
import dev.countersign.server.registry.discovery.JwksTrials;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.kind.IssuerReader;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Use cases that register, change and remove trusted token issuers. */
public final class IssuerUseCases {
    /** The author of changes that are not made. */
    private static final Administrator DRAFTING = new Administrator("draft", new CorrelationId("draft"));

    private final TrustConfiguration configuration;
    private final IssuerReader reader;
    private final IssuerSaving saving;
    private final InstantSource clock;

    public IssuerUseCases(
            TrustConfiguration configuration, IssuerReader reader, JwksTrials trials, InstantSource clock) {
        this.configuration = configuration;
        this.reader = reader;
        this.saving = new IssuerSaving(configuration, trials);
        this.clock = clock;
    }

    /** Registers the issuer described by the JSON, independent of the state of its JWKS URL. */
    public Outcome<Saved<TrustedIssuer>> register(Administrator administrator, Map<String, Object> input) {
        return register(administrator, input, IfKeysFail.WARN);
    }

    /** Registers the issuer that the JSON describes. */
    public Outcome<Saved<TrustedIssuer>> register(
            Administrator administrator, Map<String, Object> input, IfKeysFail ifKeysFail) {
        return saving.save(administrator, ifKeysFail, trust -> registered(trust, administrator, input));
    }

    private Decision<Draft> registered(Trust trust, Administrator administrator, Map<String, Object> input) {
        Instant now = Timestamps.now(clock);
        Reading<TrustedIssuer> reading = reader.read(input, Optional.empty(), trust.applicationNames(), now);
        if (reading.value().isEmpty()) {
            return Outcomes.invalid(reading.problems());
        }
        TrustedIssuer issuer = reading.value().get();
        var warnings = new ArrayList<>(reading.warnings());
        warnOfDefault(trust, issuer, warnings);
        var draft = new Draft(ISSUERS.saved(issuer, warnings), true);
        return ISSUERS.registration(trust, new ChangeEvents(administrator, now), issuer, draft);
    }

    /** Changes the issuer if its version is the expected one, independent of the state of its JWKS URL. */
    public Outcome<Saved<TrustedIssuer>> change(
            Administrator administrator, IssuerId id, ExpectedVersion expected, Edit edit) {
        return change(administrator, id, expected, edit, IfKeysFail.WARN);
    }

    /** Changes the issuer and, with its name, the applications that name it, if its version is the expected one. */
    public Outcome<Saved<TrustedIssuer>> change(
            Administrator administrator, IssuerId id, ExpectedVersion expected, Edit edit, IfKeysFail ifKeysFail) {
        return saving.save(
                administrator,
                ifKeysFail,
                ISSUERS.ifCurrent(
                        id.value(), expected, (trust, before) -> changed(trust, administrator, before, edit)));
    }

    private Decision<Draft> changed(Trust trust, Administrator administrator, TrustedIssuer before, Edit edit) {
        Instant now = Timestamps.after(before.updatedAt(), clock);
        Reading<TrustedIssuer> reading = reader.read(
                edit.appliedTo(IssuerFields.document(before)), Optional.of(before), trust.applicationNames(), now);
        if (reading.value().isEmpty()) {
            return Outcomes.invalid(reading.problems());
        }
        TrustedIssuer after = reading.value().get();
        if (ISSUERS.isSame(before, after)) {
            return Outcomes.unchanged(new Draft(ISSUERS.saved(before, reading.warnings()), false));
        }
        List<Problem> clashes = trust.clashes(ISSUERS, after);
        if (!clashes.isEmpty()) {
            return Outcomes.clash(clashes);
        }
        var warnings = new ArrayList<>(reading.warnings());
        warnOfNewSubjects(before, after, warnings);
        warnOfDefault(trust, after, warnings);
        var events = new ChangeEvents(administrator, now);
        var changes = new ArrayList<TrustChange>();
        changes.add(events.changed(ISSUERS, before, after));
        if (!before.name().equals(after.name())) {
            trust.applicationsNaming(before.name())
                    .forEach(application -> changes.add(events.changed(
                            APPLICATIONS, application, renamed(application, before.name(), after.name(), now))));
        }
        boolean withNewKeys =
                !before.verification().keys().equals(after.verification().keys());
        return new Decision.Change<>(changes, new Draft(ISSUERS.saved(after, warnings), withNewKeys));
    }

    /** The issuer that would be registered; nothing is saved, and no URL is fetched. */
    public Outcome<IssuerDraft> draft(Map<String, Object> input) {
        return configuration.peek(trust -> drafted(trust, Optional.empty(), registered(trust, DRAFTING, input)));
    }

    /** The issuer after a change that is not made; nothing is saved, and no URL is fetched. */
    public Outcome<IssuerDraft> draft(IssuerId id, Edit edit) {
        return configuration.peek(ISSUERS.ifCurrent(
                id.value(),
                new ExpectedVersion.Any(),
                (trust, before) -> drafted(trust, Optional.of(before), changed(trust, DRAFTING, before, edit))));
    }

    private static Decision<IssuerDraft> drafted(
            Trust trust, Optional<TrustedIssuer> before, Decision<Draft> decision) {
        return new Decision.Answer<>(
                switch (decision) {
                    case Decision.Answer<Draft>(var outcome) ->
                        outcome.map(
                                draft -> new IssuerDraft(before, draft.saved().value(), trust.snapshot()));
                    case Decision.Change<Draft>(var changes, var draft) ->
                        new Outcome.Done<>(new IssuerDraft(
                                before,
                                draft.saved().value(),
                                trust.after(changes).snapshot()));
                });
    }

    /** The issuer that a document in the audit describes; empty when it could not be registered now. */
    public Optional<TrustedIssuer> asRecorded(TrustedIssuer present, Map<String, Object> document) {
        Set<String> applications = configuration.applications().stream()
                .map(RegisteredClient::name)
                .collect(Collectors.toSet());
        return reader.read(document, Optional.of(present), applications, Timestamps.now(clock))
                .value();
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

    /** Requests without client credentials are refused while their application cannot use the issuer. */
    private static void warnOfDefault(Trust trust, TrustedIssuer issuer, List<Problem> warnings) {
        if (!issuer.clients().optional()) {
            return;
        }
        boolean usable = issuer.clients()
                .defaultApplication()
                .flatMap(trust.snapshot()::clientNamed)
                .filter(RegisteredClient::enabled)
                .filter(application -> application.mayUse(GrantType.JWT_BEARER))
                .filter(application -> application.mayUseIssuer(issuer.name()))
                .isPresent();
        if (!usable) {
            warnings.add(
                    new Problem(
                            "/default_application",
                            "default_application_unusable",
                            "Requests without client credentials are refused: the default application is disabled, or may not use the JWT bearer grant or this issuer."));
        }
    }

    private static RegisteredClient renamed(RegisteredClient application, String before, String after, Instant now) {
        Set<String> names = new HashSet<>(application.access().trustedIssuers().orElseThrow());
        names.remove(before);
        names.add(after);
        return Applications.withIssuers(application, names, now);
    }

    /** Removes the issuer, and returns it. */
    public Outcome<TrustedIssuer> remove(
            Administrator administrator, IssuerId id, ExpectedVersion expected, Force ifNamed) {
        return configuration.inTurn(
                administrator,
                ISSUERS.ifCurrent(
                        id.value(), expected, (trust, issuer) -> removed(trust, administrator, issuer, ifNamed)));
    }

    private Decision<TrustedIssuer> removed(
            Trust trust, Administrator administrator, TrustedIssuer issuer, Force ifNamed) {
        List<RegisteredClient> naming = trust.applicationsNaming(issuer.name());
        if (!naming.isEmpty() && ifNamed == Force.REFUSE) {
            return Outcomes.inUse(naming);
        }
        Instant now = Timestamps.now(clock);
        var events = new ChangeEvents(administrator, now);
        var changes = new ArrayList<TrustChange>();
        for (RegisteredClient application : naming) {
            var names = new HashSet<>(application.access().trustedIssuers().orElseThrow());
            names.remove(issuer.name());
            changes.add(events.changed(APPLICATIONS, application, Applications.withIssuers(application, names, now)));
        }
        changes.add(events.removed(ISSUERS, issuer));
        return new Decision.Change<>(changes, issuer);
    }
}
