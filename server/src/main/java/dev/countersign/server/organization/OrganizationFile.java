package dev.countersign.server.organization;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Usernames;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.TextRule;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Document of a whole organization: that of a trust file, and in addition the settings of the organization and its people.
 * It has no keys, secrets, passwords or tokens.
 *
 * @param trust the members of a trust file
 */
record OrganizationFile(OrganizationInput settings, List<Member> people, Map<String, Object> trust) {
    static final String SLUG = "organization";
    static final String SETTINGS = "organization_settings";

    private static final String PEOPLE = "people";
    private static final String USERNAME = "username";
    private static final String ROLE = "role";
    private static final String ENABLED = "enabled";
    private static final Set<String> MEMBERS =
            Set.of(SLUG, SETTINGS, PEOPLE, "trusted_token_issuers", "api_resources", "applications");

    /** Limit of people, each of whom gets a link. */
    private static final int MOST_PEOPLE = 1000;

    private static final TextRule ANY = TextRule.anyText(2000);

    /** A person of the organization. */
    record Member(String username, Role role, boolean enabled) {
        private boolean administers() {
            return enabled && role == Role.ADMINISTRATOR;
        }
    }

    /** Reads a document. The trust configuration is not checked. */
    static OrganizationFile read(Map<String, Object> document, List<Problem> problems) {
        var members = new InputMembers(document, "", problems, MEMBERS);
        OrganizationInput settings = OrganizationInput.ofFile(members, problems);
        Set<String> names = new HashSet<>();
        List<Member> people = members.objects(PEOPLE, MOST_PEOPLE, Set.of(USERNAME, ROLE, ENABLED)).stream()
                .map(person -> person(person, names))
                .flatMap(Optional::stream)
                .toList();
        if (problems.isEmpty() && !people.isEmpty() && people.stream().noneMatch(Member::administers)) {
            members.problem(
                    PEOPLE,
                    Problem.REQUIRED,
                    "One person must be an enabled administrator; without people, the answer has a link for the first one.");
        }
        var trust = new LinkedHashMap<>(document);
        trust.keySet().retainAll(MEMBERS);
        trust.keySet().removeAll(List.of(SETTINGS, PEOPLE));
        return new OrganizationFile(settings, people, trust);
    }

    /** @param names the keys of the names before this one */
    private static Optional<Member> person(InputMembers members, Set<String> names) {
        Optional<String> username = members.requiredText(USERNAME, ANY);
        username.ifPresent(name -> {
            Usernames.problems(name).forEach(problem -> members.problem(USERNAME, problem.code(), problem.detail()));
            if (!names.add(Usernames.key(name))) {
                members.problem(USERNAME, Problem.DUPLICATE, "Another person of the document has this name.");
            }
        });
        Optional<Role> role = members.requiredText(ROLE, ANY).flatMap(word -> role(members, word));
        Optional<Boolean> enabled = members.flag(ENABLED);
        return username.isPresent() && role.isPresent()
                ? Optional.of(new Member(username.get(), role.get(), enabled.orElse(true)))
                : Optional.empty();
    }

    private static Optional<Role> role(InputMembers members, String word) {
        Optional<Role> role = Role.of(word);
        if (role.isEmpty()) {
            List<String> words = Arrays.stream(Role.values()).map(Role::word).toList();
            members.problem(ROLE, Problem.NOT_ALLOWED, "Must be one of %s.".formatted(String.join(", ", words)));
        }
        return role;
    }

    /**
     * The document of an organization, without default values.
     *
     * @param trust as in a trust file
     */
    static Map<String, Object> write(Organization organization, Map<String, Object> trust, List<Person> people) {
        var document = new LinkedHashMap<String, Object>();
        document.put(SLUG, organization.slug());
        document.put(SETTINGS, settings(organization));
        document.putAll(trust);
        document.put(PEOPLE, people.stream().map(OrganizationFile::person).toList());
        return document;
    }

    private static Map<String, Object> settings(Organization organization) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("name", organization.name());
        Map<String, Object> limits = new LinkedHashMap<>(organization.limits().document());
        limits.values().removeIf(JsonNull.NULL::equals);
        if (!limits.isEmpty()) {
            settings.put("limits", limits);
        }
        return settings;
    }

    private static Map<String, Object> person(Person person) {
        var members = new LinkedHashMap<String, Object>();
        members.put(USERNAME, person.username());
        members.put(ROLE, person.role().word());
        if (!person.enabled()) {
            members.put(ENABLED, false);
        }
        return members;
    }
}
