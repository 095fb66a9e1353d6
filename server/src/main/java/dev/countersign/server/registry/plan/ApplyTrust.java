package dev.countersign.server.registry.plan;

import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.Pointer;
import dev.countersign.server.registry.field.TextRule;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.IssuerReader;
import dev.countersign.server.registry.trust.ApplicationReader;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.RegisteredKind;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Use case that replaces the trust configuration by the content of files, completely or not at all. A plan states
 * beforehand what will change; its version identifies the state it was computed from, and a plan is not applied when
 * that state has changed since.
 */
public final class ApplyTrust {
    /** Owner of what is applied without an owner name. */
    public static final String DEFAULT_OWNER = "default";

    private static final int MOST_THINGS = 5000;

    /** Limit of conditions, because compilation takes time for which others wait. */
    static final int MOST_CONDITIONS = 2000;

    static final int MOST_CONDITION_CHARACTERS = 200_000;

    private static final TextRule OWNER = TextRule.name();
    private static final TextRule ORGANIZATION = TextRule.anyText(63);
    private static final TextRule VERSION = TextRule.of(100, TextRule::isVisibleAscii, "visible ASCII characters");
    private static final Set<String> MEMBERS = Set.of(
            "organization", "owner", "prune", "version", "trusted_token_issuers", "applications", "api_resources");

    private static final Problem TOO_MANY_CONDITIONS = new Problem(
            "/trusted_token_issuers",
            Problem.OUT_OF_RANGE,
            "The issuers of one document can have at most %s conditions with %s characters in total. Split the document into several, each with its own owner."
                    .formatted(MOST_CONDITIONS, MOST_CONDITION_CHARACTERS));

    private final TrustConfiguration configuration;
    private final IssuerReader issuers;
    private final ApplicationReader applicationReader;
    private final InstantSource clock;
    private final PlanningThread planning = new PlanningThread();

    public ApplyTrust(
            TrustConfiguration configuration,
            IssuerReader issuers,
            ApplicationReader applicationReader,
            InstantSource clock) {
        this.configuration = configuration;
        this.issuers = issuers;
        this.applicationReader = applicationReader;
        this.clock = clock;
    }

    /** Options of the input, and their problems. */
    private record Order(String owner, boolean prune, Optional<String> version, List<Problem> problems) {
        /** Whether the input is refused before any of it is compiled. */
        boolean isTooLong() {
            return problems.contains(TOO_MANY_CONDITIONS);
        }
    }

    /** Returns the changes that would be made, without making them. */
    public Outcome<TrustPlan> plan(Administrator administrator, Map<String, Object> input) {
        Order order = order(input);
        if (order.isTooLong()) {
            return new Outcome.Invalid<>(order.problems());
        }
        return planning.run(() -> configuration.peek(trust -> decide(trust, administrator, order, input, false)));
    }

    /** Makes the changes, if the configuration is unchanged since the plan of this version. */
    public Outcome<TrustPlan> apply(Administrator administrator, Map<String, Object> input) {
        Order order = order(input);
        if (order.version().isEmpty()) {
            order.problems()
                    .add(new Problem(
                            "/version", Problem.REQUIRED, "`version` is required; use the one returned by `plan`."));
        }
        if (!order.problems().isEmpty()) {
            return new Outcome.Invalid<>(order.problems());
        }
        return planning.run(() -> configuration.aheadOfTurn(
                        administrator, trust -> decide(trust, administrator, order, input, true)))
                .map(plan ->
                        new TrustPlan(configuration.trustVersion(), plan.steps(), plan.warnings(), plan.secrets()));
    }

    private Order order(Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, MEMBERS);
        if (hasTooManyConditions(input)) {
            problems.add(TOO_MANY_CONDITIONS);
        }
        checkOrganization(members);
        return new Order(
                members.optionalText("owner", OWNER).orElse(DEFAULT_OWNER),
                members.flag("prune").orElse(false),
                members.optionalText("version", VERSION),
                problems);
    }

    /** A document for one organization is not applied to another. */
    private void checkOrganization(InputMembers members) {
        Optional<String> own = configuration.current().identity().organization();
        Optional<String> named = members.optionalText("organization", ORGANIZATION);
        if (named.isPresent() && !named.equals(own)) {
            members.problem(
                    "organization",
                    Problem.NOT_ALLOWED,
                    "The document is for the organization \"%s\", and this is %s."
                            .formatted(
                                    named.get(),
                                    own.map(slug -> "\"" + slug + "\"").orElse("the root organization")));
        }
    }

    private static boolean hasTooManyConditions(Map<String, Object> input) {
        if (!(input.get("trusted_token_issuers") instanceof List<?> items)) {
            return false;
        }
        long count = 0;
        long characters = 0;
        for (Object item : items) {
            Object conditions = JsonValues.members(item)
                    .map(members -> members.get("conditions"))
                    .orElse(null);
            if (conditions instanceof List<?> expressions) {
                count += expressions.size();
                characters += expressions.stream()
                        .mapToLong(expression -> expression instanceof String text ? text.length() : 0)
                        .sum();
            }
        }
        return count > MOST_CONDITIONS || characters > MOST_CONDITION_CHARACTERS;
    }

    private Decision<TrustPlan> decide(
            Trust trust, Administrator administrator, Order order, Map<String, Object> input, boolean forReal) {
        String version = ContentVersion.of(trust);
        if (forReal && !order.version().equals(Optional.of(version))) {
            return new Decision.Answer<>(new Outcome.Conflict<>(
                    "plan_outdated",
                    "The configuration was changed since the plan was made. Make a new plan and check its changes.",
                    List.of()));
        }
        Instant now = Timestamps.now(clock);
        var events = new ChangeEvents(administrator, now);
        var problems = new ArrayList<>(order.problems());
        var planner = new Planner(trust, order.owner(), order.prune(), events);
        List<?> applicationItems = items(input, RegisteredKind.APPLICATIONS.list(), problems);
        Set<String> applicationNames = planner.namesAfter(RegisteredKind.APPLICATIONS, applicationItems);
        PlannedKind<TrustedIssuer> trusted = PlannedKind.of(
                RegisteredKind.ISSUERS, (item, before) -> issuers.read(item, before, applicationNames, now));
        PlannedKind<ApiResource> resources = PlannedKind.of(
                RegisteredKind.API_RESOURCES, (item, before) -> ApiResourceFields.read(item, before, now));
        List<?> issuerItems = items(input, trusted.kind().list(), problems);
        var applications = new PlannedApplications(
                planner.namesAfter(trusted.kind(), issuerItems),
                applicationReader,
                administrator.authority(),
                events,
                now);
        planner.plan(trusted, issuerItems);
        planner.plan(resources, items(input, resources.kind().list(), problems));
        planner.plan(applications, applicationItems);
        planner.check();
        problems.addAll(planner.problems());
        if (!problems.isEmpty()) {
            return Outcomes.invalid(problems);
        }
        if (forReal && !planner.notHeld().isEmpty()) {
            return Outcomes.forbidden(planner.notHeld());
        }
        var plan =
                new TrustPlan(version, planner.steps(), warnings(planner), forReal ? applications.issued() : List.of());
        List<TrustChange> changes = planner.changes();
        return changes.isEmpty() ? Outcomes.unchanged(plan) : new Decision.Change<>(changes, plan);
    }

    /** Returns the warnings of a plan, including the authority that is missing to apply it. */
    private static List<Problem> warnings(Planner planner) {
        var warnings = new ArrayList<>(planner.warnings());
        warnings.addAll(planner.notHeld());
        return warnings;
    }

    private static List<?> items(Map<String, Object> input, String name, List<Problem> problems) {
        Object value = input.getOrDefault(name, List.of());
        if (value instanceof List<?> items && items.size() <= MOST_THINGS) {
            return items;
        }
        problems.add(
                value instanceof List<?>
                        ? new Problem(
                                Pointer.to("", name),
                                Problem.OUT_OF_RANGE,
                                "Must not have more than %s elements.".formatted(MOST_THINGS))
                        : new Problem(Pointer.to("", name), Problem.WRONG_TYPE, "Must be a list of objects."));
        return List.of();
    }
}
