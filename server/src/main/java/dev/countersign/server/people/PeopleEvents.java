package dev.countersign.server.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ServerAuthor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Audit events of users and sessions; never with a password, a hash or a link. */
public record PeopleEvents(Administrator administrator, Instant at) {

    /** A user as the user is after the action. */
    public AdminEvent of(String action, Person person) {
        return event("administrator." + action, person, Optional.empty(), Optional.of(json(person)));
    }

    AdminEvent changed(Person before, Person after) {
        return event("administrator.updated", after, Optional.of(json(before)), Optional.of(json(after)));
    }

    AdminEvent removed(Person person) {
        return event("administrator.deleted", person, Optional.of(json(person)), Optional.empty());
    }

    /**
     * A change of one of a user's passkeys.
     *
     * @param passkey its public facts
     */
    public AdminEvent passkey(String action, Person person, Map<String, Object> passkey) {
        return event("administrator.passkey_" + action, person, Optional.empty(), Optional.of(json(passkey)));
    }

    /**
     * A sign-in.
     *
     * @param method the kind of credential, such as {@code passkey}
     */
    public AdminEvent started(Session session, String method) {
        Map<String, Object> facts = facts(session);
        facts.put("method", method);
        return event("session.started", session.person(), Optional.empty(), Optional.of(json(facts)));
    }

    AdminEvent session(String action, Session session) {
        return event("session." + action, session.person(), Optional.empty(), Optional.of(json(facts(session))));
    }

    private static Map<String, Object> facts(Session session) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("session_id", session.id().value());
        facts.put("address", session.address());
        return facts;
    }

    /** The entry into another organization, as the root organization has it on record. */
    AdminEvent entered(VisitedOrganization organization) {
        return new AdminEvent(
                at,
                administrator.correlationId(),
                administrator.author(),
                "organization.entered",
                organization.id(),
                organization.slug(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * A refused sign-in; an unknown name is not recorded, because passwords are sometimes typed into the wrong field.
     */
    AdminEvent refused(Optional<Person> person, String address) {
        return refused(person, Map.of("address", address));
    }

    /** A refused sign-in with its circumstances. */
    public AdminEvent refused(Optional<Person> person, Map<String, Object> facts) {
        String unknown = ServerAuthor.UNKNOWN.word();
        return new AdminEvent(
                at,
                administrator.correlationId(),
                person.map(Person::username).orElse(unknown),
                "session.refused",
                person.map(known -> known.id().value()).orElse(unknown),
                person.map(Person::username).orElse(unknown),
                Optional.empty(),
                Optional.of(json(facts)));
    }

    /**
     * A refused sign-in of a person whom the OpenID provider has authenticated.
     *
     * @param claimed the name that the claims give to a person who is not among the people: a fact of the event, because
     *     another person may have that name
     */
    AdminEvent refused(Optional<Person> person, Optional<String> claimed, String address, String reason) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("address", address);
        facts.put("method", ProviderSignIn.METHOD);
        facts.put("reason", reason);
        claimed.ifPresent(name -> facts.put("claimed_username", name));
        return refused(person, facts);
    }

    private AdminEvent event(String action, Person person, Optional<String> before, Optional<String> after) {
        return new AdminEvent(
                at,
                administrator.correlationId(),
                administrator.author(),
                action,
                person.id().value(),
                person.username(),
                before,
                after);
    }

    private static String json(Person person) {
        var members = new LinkedHashMap<String, Object>();
        members.put("username", person.username());
        members.put("role", person.role().word());
        members.put("enabled", person.enabled());
        person.provider().ifPresent(account -> members.put("provider", account.issuer()));
        return json(members);
    }

    private static String json(Map<String, Object> members) {
        return new String(JsonText.write(members), StandardCharsets.UTF_8);
    }
}
