package dev.countersign.server.organization;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.organization.Organizations.Founding;
import dev.countersign.server.organization.Organizations.Imported;
import dev.countersign.server.people.Invitation;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.SetupCode;
import dev.countersign.server.registry.DraftTrust;
import dev.countersign.server.registry.plan.TrustPlan;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creation of an organization from the document of another one. Everything is checked before anything is stored, and
 * everything is stored in one transaction.
 */
record ImportOrganization(
        OrganizationRecords records, OrganizationDirectory directory, Founding founding, InstantSource clock) {

    Outcome<Imported> run(Administrator administrator, Map<String, Object> document) {
        var problems = new ArrayList<Problem>();
        OrganizationFile file = OrganizationFile.read(document, problems);
        OrganizationInput settings = file.settings();
        if (settings.slug().isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        OrganizationLimits limits = settings.limits().orElse(OrganizationLimits.NONE);
        DraftTrust draft = founding.draft(settings.slug().get(), limits.ofRegistration());
        Outcome<TrustPlan> plan = draft.apply(OrganizationEvents.visiting(administrator), file.trust());
        if (plan instanceof Outcome.Invalid<TrustPlan>(var ofTrust)) {
            problems.addAll(ofTrust);
        }
        if (!problems.isEmpty() || settings.name().isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        Instant now = Timestamps.now(clock);
        var organization = new Organization(
                Organization.NOT_STORED,
                Secrets.generateId(),
                settings.slug().get(),
                settings.name().get(),
                true,
                limits,
                List.of(),
                now,
                now,
                1);
        return plan instanceof Outcome.Done<TrustPlan>(var applied)
                ? store(administrator, organization, draft, file.people(), applied)
                : plan.map(_ -> {
                    throw new IllegalStateException("a plan that was not applied has no result");
                });
    }

    private Outcome<Imported> store(
            Administrator administrator,
            Organization organization,
            DraftTrust draft,
            List<OrganizationFile.Member> people,
            TrustPlan applied) {
        Instant now = organization.createdAt();
        Administrator visitor = OrganizationEvents.visiting(administrator);
        List<Invitation> invitations = people.stream()
                .map(person -> Invitation.of(person.username(), person.role(), person.enabled(), now))
                .toList();
        Optional<Organization> after = Optional.of(organization);
        var code = new SetupCode(Secrets.generate());
        OrganizationRecords.Result result = records.add(new NewOrganization(
                organization,
                new OrganizationEvents(administrator, now).of("imported", Optional.empty(), after),
                List.of(new OrganizationEvents(visitor, now).of("imported", Optional.empty(), after)),
                draft.changes(),
                invitations.stream()
                        .<PeopleChange>map(invitation -> invitation.change(visitor))
                        .toList(),
                Optional.of(NewOrganization.SetupLink.of(code, now)).filter(_ -> invitations.isEmpty())));
        if (result instanceof OrganizationRecords.Result.Done(var stored)) {
            // not read again: a store that fails now would hide that it is imported, and what is shown once
            directory.put(stored);
        }
        return Organizations.outcome(result, "/" + OrganizationFile.SLUG, "/" + OrganizationFile.SETTINGS + "/name")
                .map(stored -> new Imported(
                        stored,
                        Optional.of(code)
                                .filter(_ -> invitations.isEmpty())
                                .map(usable -> founding.setupLink(stored, usable)),
                        invitations.stream()
                                .map(invitation -> invited(stored, invitation))
                                .toList(),
                        applied.secrets(),
                        applied.warnings()));
    }

    private Imported.Invited invited(Organization organization, Invitation invitation) {
        Optional<String> link = Optional.of(invitation)
                .filter(usable -> usable.person().enabled())
                .map(usable -> founding.invitationLink(organization, usable.code()));
        return new Imported.Invited(invitation.person(), link);
    }
}
