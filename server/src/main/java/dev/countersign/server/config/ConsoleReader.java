package dev.countersign.server.config;

import dev.countersign.core.trust.Conditions;
import dev.countersign.server.config.ConsoleSettings.RoleConditions;
import dev.countersign.server.config.setting.ConsoleSetting;
import dev.countersign.server.config.setting.Setting;
import dev.countersign.server.config.setting.Values;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The reader of the tables {@code [console]} and {@code [console.oidc]}. */
record ConsoleReader(Values values) {
    private static final List<Setting<Optional<String>>> ROLES =
            List.of(ConsoleSetting.ADMINISTRATOR, ConsoleSetting.EDITOR, ConsoleSetting.VIEWER);

    private static final List<Setting<?>> BESIDE_ISSUER = List.of(
            ConsoleSetting.CLIENT_ID,
            ConsoleSetting.CLIENT_SECRET,
            ConsoleSetting.SCOPES,
            ConsoleSetting.USERNAME_CLAIM,
            ConsoleSetting.NAME,
            ConsoleSetting.ADMINISTRATOR,
            ConsoleSetting.EDITOR,
            ConsoleSetting.VIEWER);

    ConsoleSettings read() {
        boolean passwords = values.of(ConsoleSetting.LOCAL_PASSWORDS);
        if (!passwords && !values.isGiven(ConsoleSetting.ISSUER)) {
            values.problem(
                    ConsoleSetting.LOCAL_PASSWORDS,
                    "can be false only with %s beside it: there would be no way to sign in"
                            .formatted(ConsoleSetting.ISSUER.key()));
        }
        ROLES.forEach(this::compile);
        if (!values.isGiven(ConsoleSetting.ISSUER)) {
            BESIDE_ISSUER.stream()
                    .filter(values::isGiven)
                    .forEach(setting -> values.problem(setting, needs(ConsoleSetting.ISSUER)));
        } else {
            complete();
        }
        return new ConsoleSettings(passwords, provider());
    }

    private void complete() {
        if (!values.isGiven(ConsoleSetting.CLIENT_ID)) {
            values.problem(ConsoleSetting.ISSUER, needs(ConsoleSetting.CLIENT_ID));
        }
        if (ROLES.stream().noneMatch(values::isGiven)) {
            values.problem(
                    ConsoleSetting.ISSUER,
                    "needs a condition for at least one role beside it, such as %s: without one no person is admitted"
                            .formatted(ConsoleSetting.ADMINISTRATOR.key()));
        }
        if (!values.of(ConsoleSetting.SCOPES).contains("openid")) {
            values.problem(ConsoleSetting.SCOPES, "must have \"openid\" among them");
        }
    }

    private static String needs(Setting<?> other) {
        return "needs %s beside it".formatted(other.key());
    }

    private void compile(Setting<Optional<String>> role) {
        values.of(role)
                .flatMap(Conditions::problem)
                .ifPresent(problem -> values.problem(
                        role,
                        "is not a condition: line %s, column %s: %s"
                                .formatted(problem.line(), problem.column(), problem.message())));
    }

    private Optional<ConsoleSettings.Provider> provider() {
        return values.of(ConsoleSetting.ISSUER)
                .flatMap(issuer -> values.of(ConsoleSetting.CLIENT_ID).map(client -> provider(issuer, client)));
    }

    private ConsoleSettings.Provider provider(String issuer, String client) {
        return new ConsoleSettings.Provider(
                URI.create(issuer),
                client,
                values.of(ConsoleSetting.CLIENT_SECRET),
                values.of(ConsoleSetting.SCOPES),
                values.of(ConsoleSetting.USERNAME_CLAIM),
                values.of(ConsoleSetting.NAME),
                new RoleConditions(
                        values.of(ConsoleSetting.ADMINISTRATOR),
                        values.of(ConsoleSetting.EDITOR),
                        values.of(ConsoleSetting.VIEWER)));
    }
}
