package dev.countersign.server.provider;

import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.trust.Conditions;
import dev.countersign.server.config.ConsoleSettings.RoleConditions;
import dev.countersign.server.people.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The role that claims give: the highest one whose condition is true. A condition that fails gives nothing. */
record RoleClaims(List<Rule> rules) {

    /** One role and its condition. */
    record Rule(Role role, Conditions condition) {}

    RoleClaims {
        rules = List.copyOf(rules);
    }

    /** The rules, the highest role first. */
    static RoleClaims of(RoleConditions conditions) {
        return new RoleClaims(Stream.of(
                        rule(Role.ADMINISTRATOR, conditions.administrator()),
                        rule(Role.EDITOR, conditions.editor()),
                        rule(Role.VIEWER, conditions.viewer()))
                .flatMap(Optional::stream)
                .toList());
    }

    private static Optional<Rule> rule(Role role, Optional<String> condition) {
        return condition.map(expression -> new Rule(role, Conditions.of(List.of(expression))));
    }

    Optional<Role> role(Map<String, Object> claims) {
        return rules.stream()
                .filter(rule -> rule.condition().judge(claims).stream().allMatch(CheckOutcome.Passed.class::isInstance))
                .map(Rule::role)
                .findFirst();
    }
}
