package dev.countersign.server.organization;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.organization.OrganizationInput.BootstrapClient;
import dev.countersign.server.organization.OrganizationRecords.Result;
import dev.countersign.server.organization.OrganizationRecords.Result.Refusal;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.SetupCode;
import dev.countersign.server.registry.DraftTrust;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.plan.TrustPlan;
import dev.countersign.server.registry.trust.RegistrationLimits;
import dev.countersign.server.registry.trust.TrustChange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Use cases of an administrator of the root organization: creating, changing and deleting other organizations. */
public final class Organizations {
    private final OrganizationRecords records;
    private final OrganizationDirectory directory;
    private final Founding founding;
    private final HostRules hostRules;
    private final InstantSource clock;

    public Organizations(
            OrganizationRecords records,
            OrganizationDirectory directory,
            Founding founding,
            HostRules hostRules,
            InstantSource clock) {
        this.records = records;
        this.directory = directory;
        this.founding = founding;
        this.hostRules = hostRules;
        this.clock = clock;
    }

    /** Access to what a new organization needs within itself. */
    public interface Founding {
        /** The reason why an application cannot have this client id and secret, as a sentence. */
        Optional<String> objection(BootstrapClient client);

        /**
         * The trust configuration of an organization that is not stored yet.
         *
         * @param slug of the organization
         */
        DraftTrust draft(String slug, RegistrationLimits limits);

        /** The trust configuration of an organization, as in a trust file. */
        Map<String, Object> exported(Organization organization);

        /** The people of an organization, by name. */
        List<Person> people(Organization organization);

        /** The URL of a new link for the first person of an organization; empty when it has people. */
        Optional<String> administratorLink(Organization organization);

        /** The URL at which the first person of an organization chooses a password. */
        String setupLink(Organization organization, SetupCode code);

        /** The URL at which an invited person of an organization chooses a password. */
        String invitationLink(Organization organization, SetupCode code);
    }

    /** A new organization, and the URL for its first person. */
    public record Created(Organization organization, String administratorLink) {
        @Override
        public String toString() {
            return "Created[%s]".formatted(organization.slug());
        }
    }

    /**
     * An organization that was created from a document, with everything that is shown once.
     *
     * @param administratorLink the URL for its first person; empty when it has people
     * @param secrets generated secrets of applications
     * @param warnings about the trust configuration
     */
    public record Imported(
            Organization organization,
            Optional<String> administratorLink,
            List<Invited> people,
            List<TrustPlan.IssuedSecret> secrets,
            List<Problem> warnings) {
        public Imported {
            people = List.copyOf(people);
            secrets = List.copyOf(secrets);
            warnings = List.copyOf(warnings);
        }

        @Override
        public String toString() {
            return "Imported[%s]".formatted(organization.slug());
        }

        /**
         * A person of the organization.
         *
         * @param link the URL at which the person chooses a password; empty for a disabled person
         */
        public record Invited(Person person, Optional<String> link) {
            /** The person and the link as JSON. */
            public Map<String, Object> document() {
                var document = new LinkedHashMap<String, Object>();
                document.put("username", person.username());
                document.put("role", person.role().word());
                document.put("enabled", person.enabled());
                document.put("link", JsonValues.orNull(link));
                return document;
            }

            @Override
            public String toString() {
                return "Invited[%s]".formatted(person.username());
            }
        }
    }

    /** All organizations other than the root. */
    public List<Organization> list() {
        directory.refresh();
        return directory.all();
    }

    /** The enabled organizations other than the root, as last read. */
    public List<Organization> enabled() {
        return directory.all().stream().filter(Organization::enabled).toList();
    }

    /** The organization with this id, which is not the root. */
    public Optional<Organization> find(String id) {
        return list().stream()
                .filter(organization -> organization.id().equals(id))
                .findFirst();
    }

    /** The numbers of what belongs to an organization. */
    public Map<String, Long> contents(Organization organization) {
        return records.counts(organization);
    }

    /** The issuer identifier of an organization. */
    public String issuer(Organization organization) {
        return hostRules.issuer(organization);
    }

    /** Creates an organization. */
    public Outcome<Created> create(Administrator administrator, Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        OrganizationInput read = OrganizationInput.of(input, hostRules, problems);
        read.bootstrapClient()
                .flatMap(founding::objection)
                .ifPresent(objection ->
                        problems.add(new Problem("/" + OrganizationInput.CLIENT, Problem.MALFORMED, objection)));
        if (!problems.isEmpty() || read.slug().isEmpty() || read.name().isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        Instant now = Timestamps.now(clock);
        var organization = new Organization(
                Organization.NOT_STORED,
                Secrets.generateId(),
                read.slug().get(),
                read.name().get(),
                read.enabled().orElse(true),
                read.limits().orElse(OrganizationLimits.NONE),
                read.hosts().orElse(List.of()),
                now,
                now,
                1);
        var code = new SetupCode(Secrets.generate());
        Outcome<Organization> outcome = outcome(records.add(new NewOrganization(
                organization,
                event(administrator, "created", Optional.empty(), Optional.of(organization)),
                List.of(),
                read.bootstrapClient()
                        .map(client -> registration(organization, client))
                        .orElse(List.of()),
                List.of(),
                Optional.of(NewOrganization.SetupLink.of(code, now)))));
        learn(outcome, directory::put);
        return outcome.map(created -> new Created(created, founding.setupLink(created, code)));
    }

    /** The changes that register an application for programs. It is there whatever the limits are. */
    private List<TrustChange> registration(Organization organization, BootstrapClient client) {
        DraftTrust draft = founding.draft(organization.slug(), RegistrationLimits.NONE.get());
        draft.register(client.clientId(), client.clientSecret());
        return draft.changes();
    }

    /** The document of an organization, from which it can be created elsewhere. Both organizations have that on record. */
    public Outcome<Map<String, Object>> export(Administrator administrator, String id) {
        Optional<Organization> found = find(id);
        if (found.isEmpty()) {
            return new Outcome.NotFound<>();
        }
        Organization organization = found.get();
        Map<String, Object> document =
                OrganizationFile.write(organization, founding.exported(organization), founding.people(organization));
        records.record(
                organization,
                event(administrator, "exported", Optional.empty(), found),
                event(OrganizationEvents.visiting(administrator), "exported", Optional.empty(), found));
        return new Outcome.Done<>(document);
    }

    /**
     * Creates an organization from the document of another one, completely or not at all. Its people have no passwords:
     * each has a link.
     */
    public Outcome<Imported> importFrom(Administrator administrator, Map<String, Object> document) {
        return new ImportOrganization(records, directory, founding, clock).run(administrator, document);
    }

    /** Changes the name, the limits or the host names of an organization, or disables or enables it. */
    public Outcome<Organization> change(
            Administrator administrator, String id, ExpectedVersion expected, Map<String, Object> patch) {
        Optional<Organization> found = find(id);
        if (found.isEmpty()) {
            return new Outcome.NotFound<>();
        }
        Organization before = found.get();
        if (!expected.allows(version(before))) {
            return new Outcome.Stale<>();
        }
        var problems = new ArrayList<Problem>();
        OrganizationInput read = OrganizationInput.ofChange(before, patch, hostRules, problems);
        if (!problems.isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        var after = new Organization(
                before.number(),
                before.id(),
                before.slug(),
                read.name().orElse(before.name()),
                read.enabled().orElse(before.enabled()),
                read.limits().orElse(before.limits()),
                read.hosts().orElse(before.hosts()),
                before.createdAt(),
                Timestamps.after(before.updatedAt(), clock),
                before.version());
        Outcome<Organization> outcome = outcome(records.replace(
                before, after, event(administrator, "updated", Optional.of(before), Optional.of(after))));
        learn(outcome, directory::put);
        return outcome;
    }

    /** Deletes an organization that is disabled, with everything in it. */
    public Outcome<Organization> delete(Administrator administrator, String id, ExpectedVersion expected) {
        Optional<Organization> found = find(id);
        if (found.isEmpty()) {
            return new Outcome.NotFound<>();
        }
        if (!expected.allows(version(found.get()))) {
            return new Outcome.Stale<>();
        }
        if (found.get().enabled()) {
            return new Outcome.Conflict<>(
                    "organization_enabled", "The organization is enabled. Disable it before you delete it.", List.of());
        }
        Outcome<Organization> outcome =
                outcome(records.delete(found.get(), event(administrator, "deleted", found, Optional.empty())));
        learn(outcome, directory::remove);
        return outcome;
    }

    /** Makes a new link for the first person of an organization; the earlier one is no longer valid. */
    public Outcome<String> link(Administrator administrator, String id) {
        Optional<Organization> found = find(id).filter(Organization::enabled);
        if (found.isEmpty()) {
            return new Outcome.NotFound<>();
        }
        Optional<String> link = founding.administratorLink(found.get());
        if (link.isPresent()) {
            records.record(event(administrator, "link_created", Optional.empty(), found));
        }
        return link.<Outcome<String>>map(Outcome.Done::new)
                .orElseGet(() -> new Outcome.Conflict<>(
                        "has_administrators",
                        "The organization has people already, who can invite others.",
                        List.of()));
    }

    /** Does not read what is stored again: the change is made, and a store that fails now would hide that. */
    private static void learn(Outcome<Organization> outcome, Consumer<Organization> known) {
        if (outcome instanceof Outcome.Done<Organization>(var stored)) {
            known.accept(stored);
        }
    }

    /** The version of an organization, different after every change. */
    public static String version(Organization organization) {
        return Long.toString(organization.version());
    }

    private static Outcome<Organization> outcome(Result result) {
        return outcome(result, "/slug", "/name");
    }

    /**
     * The outcome of a change in the store.
     *
     * @param slug the pointer of the slug in the input
     * @param name the pointer of the name in the input
     */
    static Outcome<Organization> outcome(Result result, String slug, String name) {
        return switch (result) {
            case Result.Done(var organization) -> new Outcome.Done<>(organization);
            case Refusal.SLUG_TAKEN ->
                new Outcome.Conflict<>(
                        Problem.DUPLICATE,
                        "Another organization has or had this slug. A slug is never used again.",
                        List.of(new Problem(slug, Problem.DUPLICATE, "Another organization has or had this slug.")));
            case Refusal.NAME_TAKEN ->
                new Outcome.Conflict<>(
                        Problem.DUPLICATE,
                        "Another organization has this name.",
                        List.of(new Problem(name, Problem.DUPLICATE, "Another organization has this name.")));
            case Refusal.HOST_TAKEN ->
                new Outcome.Conflict<>(
                        Problem.DUPLICATE,
                        "Another organization has one of these host names.",
                        List.of(new Problem(
                                "/" + HostsInput.HOSTS,
                                Problem.DUPLICATE,
                                "Another organization has one of these host names.")));
            case Refusal.NOT_FOUND -> new Outcome.NotFound<>();
            case Refusal.STALE -> new Outcome.Stale<>();
        };
    }

    private AdminEvent event(
            Administrator administrator, String action, Optional<Organization> before, Optional<Organization> after) {
        return new OrganizationEvents(administrator, Timestamps.now(clock)).of(action, before, after);
    }
}
