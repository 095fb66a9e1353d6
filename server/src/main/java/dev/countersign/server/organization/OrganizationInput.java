package dev.countersign.server.organization;

import dev.countersign.base.text.OrganizationSlug;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.MergePatch;
import dev.countersign.server.registry.field.TextRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The members of a new or changed organization that are valid. */
public record OrganizationInput(
        Optional<String> slug,
        Optional<String> name,
        Optional<Boolean> enabled,
        Optional<OrganizationLimits> limits,
        Optional<List<OrganizationHost>> hosts,
        Optional<BootstrapClient> bootstrapClient) {
    static final String CLIENT = "bootstrap_client";

    private static final String SLUG = "slug";
    private static final String NAME = "name";
    private static final String ENABLED = "enabled";
    private static final String LIMITS = "limits";
    private static final long MOST = 1_000_000;
    private static final Set<String> READ_ONLY = Set.of("id", "created_at", "updated_at", "contents");
    private static final TextRule SLUG_RULE = new TextRule(
            63,
            OrganizationSlug::is,
            "1 to 63 of the characters a to z, 0 to 9 and \"-\", and begin with a letter or digit");
    private static final TextRule ANY = TextRule.anyText(2000);

    /** An application that administers an organization for programs. */
    public record BootstrapClient(String clientId, String clientSecret) {
        @Override
        public String toString() {
            return clientId;
        }
    }

    static OrganizationInput of(Map<String, Object> input, HostRules rules, List<Problem> problems) {
        var members = new InputMembers(
                input,
                "",
                problems,
                Set.of(
                        "id",
                        "created_at",
                        "updated_at",
                        "contents",
                        SLUG,
                        NAME,
                        ENABLED,
                        LIMITS,
                        HostsInput.HOSTS,
                        CLIENT));
        return new OrganizationInput(
                members.requiredText(SLUG, SLUG_RULE),
                members.requiredText(NAME, TextRule.name()),
                members.flag(ENABLED),
                members.value(LIMITS).flatMap(limits -> limits(limits, members, problems)),
                hosts(members, rules, List.of()),
                members.value(CLIENT).flatMap(client -> client(client, members, problems)));
    }

    /** The settings in the document of a whole organization. */
    static OrganizationInput ofFile(InputMembers file, List<Problem> problems) {
        if (!file.has(OrganizationFile.SETTINGS)) {
            file.problem(
                    OrganizationFile.SETTINGS,
                    Problem.REQUIRED,
                    "This member is required: an object with the name of the organization.");
        }
        Optional<InputMembers> settings = file.object(OrganizationFile.SETTINGS, Set.of(NAME, LIMITS));
        return new OrganizationInput(
                file.requiredText(OrganizationFile.SLUG, SLUG_RULE),
                settings.flatMap(members -> members.requiredText(NAME, TextRule.name())),
                Optional.empty(),
                settings.flatMap(members -> members.value(LIMITS).flatMap(limits -> limits(limits, members, problems))),
                Optional.empty(),
                Optional.empty());
    }

    /** @param patch a merge patch (RFC 7396) */
    static OrganizationInput ofChange(
            Organization before, Map<String, Object> patch, HostRules rules, List<Problem> problems) {
        var members = new InputMembers(
                patch,
                "",
                problems,
                Set.of("id", "created_at", "updated_at", "contents", SLUG, NAME, ENABLED, LIMITS, HostsInput.HOSTS));
        READ_ONLY.stream()
                .filter(patch::containsKey)
                .filter(name ->
                        !Objects.equals(patch.get(name), before.document().get(name)))
                .forEach(name -> members.problem(name, Problem.NOT_ALLOWED, "This member is read-only."));
        if (patch.containsKey(SLUG) && !before.slug().equals(patch.get(SLUG))) {
            members.problem(SLUG, Problem.NOT_ALLOWED, "The slug of an organization never changes.");
        }
        for (String name : List.of(NAME, ENABLED)) {
            if (patch.get(name) == JsonNull.NULL) {
                members.problem(name, Problem.WRONG_TYPE, "This member cannot be removed.");
            }
        }
        return new OrganizationInput(
                Optional.empty(),
                members.optionalText(NAME, TextRule.name()),
                members.has(ENABLED) ? members.flag(ENABLED) : Optional.empty(),
                limits(before, patch, members, problems),
                patch.get(HostsInput.HOSTS) == JsonNull.NULL
                        ? Optional.of(List.of())
                        : hosts(members, rules, before.hosts()),
                Optional.empty());
    }

    private static Optional<List<OrganizationHost>> hosts(
            InputMembers members, HostRules rules, List<OrganizationHost> before) {
        return members.has(HostsInput.HOSTS)
                ? Optional.of(new HostsInput(rules, before).read(members))
                : Optional.empty();
    }

    private static Optional<OrganizationLimits> limits(
            Organization before, Map<String, Object> patch, InputMembers members, List<Problem> problems) {
        if (patch.get(LIMITS) == JsonNull.NULL) {
            return Optional.of(OrganizationLimits.NONE);
        }
        return members.value(LIMITS)
                .flatMap(limits -> limits(
                        JsonValues.members(limits)
                                .<Object>map(changes ->
                                        MergePatch.apply(before.limits().document(), changes))
                                .orElse(limits),
                        members,
                        problems));
    }

    private static Optional<OrganizationLimits> limits(Object value, InputMembers outer, List<Problem> problems) {
        Optional<Map<String, Object>> object = JsonValues.members(value);
        if (object.isEmpty()) {
            outer.problem(LIMITS, Problem.WRONG_TYPE, "Must be an object.");
            return Optional.empty();
        }
        var members = new InputMembers(
                object.get(),
                outer.pointerTo(LIMITS),
                problems,
                Set.of(OrganizationLimits.APPLICATIONS, OrganizationLimits.ISSUERS, OrganizationLimits.REQUESTS));
        return Optional.of(new OrganizationLimits(
                members.optionalNumber(OrganizationLimits.APPLICATIONS, 0, MOST),
                members.optionalNumber(OrganizationLimits.ISSUERS, 0, MOST),
                members.optionalNumber(OrganizationLimits.REQUESTS, 1, MOST)));
    }

    private static Optional<BootstrapClient> client(Object value, InputMembers outer, List<Problem> problems) {
        Optional<Map<String, Object>> object = JsonValues.members(value);
        if (object.isEmpty()) {
            outer.problem(CLIENT, Problem.WRONG_TYPE, "Must be an object.");
            return Optional.empty();
        }
        var members =
                new InputMembers(object.get(), outer.pointerTo(CLIENT), problems, Set.of("client_id", "client_secret"));
        Optional<String> id = members.requiredText("client_id", ANY);
        Optional<String> secret = members.requiredText("client_secret", ANY);
        return id.isPresent() && secret.isPresent()
                ? Optional.of(new BootstrapClient(id.get(), secret.get()))
                : Optional.empty();
    }
}
