package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.Field.choice;
import static dev.countersign.server.registry.field.MemberType.text;

import dev.countersign.base.text.NearestName;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.ClientRule;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.field.FieldValues;
import dev.countersign.server.registry.field.Input;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.TextRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Registered members of a trusted token issuer about requests without client credentials (RFC 7521 §4.1). */
final class ClientRuleFields {
    private static final String GROUP = "Who may present them";
    private static final String DEFAULT_APPLICATION = "default_application";
    private static final TextRule NAME = TextRule.anyText(120);

    static final FieldTable<ClientRule, IssuerFrame> TABLE = new FieldTable<>(ClientRuleFields::rule);

    private static final Field<?, ?, Boolean> AUTHENTICATION = TABLE.field(
                    "/client_authentication",
                    MemberType.choice(List.of(false, true), optional -> optional ? "optional" : "required"),
                    ClientRule::optional)
            .standard(false)
            .stored("client_authentication", false)
            .described(
                    "optional: a request without client credentials is judged as that of the default application, so that whoever holds an assertion has its access.")
            .option(
                    GROUP,
                    "--client-authentication",
                    "required|optional",
                    "Whether a request with its assertion needs client credentials.")
            .form(
                    "clients",
                    "Client credentials",
                    "",
                    choice(
                            "required",
                            "Required",
                            "Only an authenticated application can present the tokens of this issuer."),
                    choice(
                            "optional",
                            "Optional",
                            "A request without client credentials gets the access of the default application. Credentials that are sent are always checked."))
            .add();
    static final Field<?, ?, Optional<String>> DEFAULT = TABLE.field(
                    "/" + DEFAULT_APPLICATION, text(NAME).optional(), ClientRule::defaultApplication)
            .standard(Optional.empty())
            .readBy(ClientRuleFields::read)
            .stored(DEFAULT_APPLICATION, Optional.empty())
            .described(
                    "The name of the application that requests without client credentials are judged as; required with optional.")
            .option(
                    GROUP,
                    "--default-application",
                    "APPLICATION",
                    "The application that requests without client credentials are judged as.")
            .form(
                    "clients",
                    "Default application",
                    "The name of the application whose scopes, audiences and lifetimes apply to requests without client credentials. They never get a refresh token.")
            .add();

    private ClientRuleFields() {}

    private static ClientRule rule(FieldValues values) {
        return new ClientRule(values.get(AUTHENTICATION), values.get(DEFAULT));
    }

    private static Optional<String> read(Input<IssuerFrame> input, String name) {
        Optional<String> given = input.members().optionalText(name, NAME);
        if (given.isEmpty() && input.values().get(AUTHENTICATION)) {
            input.members()
                    .problem(
                            name,
                            Problem.REQUIRED,
                            "Required with client_authentication optional: the name of the application that requests without client credentials are judged as.");
        }
        Set<String> known = input.frame().applicationNames();
        given.filter(application -> !known.contains(application))
                .map(application -> new Problem(
                        input.members().pointerTo(name), Problem.UNKNOWN_REFERENCE, unknown(application, known)))
                .ifPresent(problem -> (isUnchanged(input, given) ? input.warnings() : input.problems()).add(problem));
        return given;
    }

    /** A name that became unknown since it was saved must not prevent disabling the issuer. */
    private static boolean isUnchanged(Input<IssuerFrame> input, Optional<String> given) {
        return input.frame()
                .before()
                .map(TrustedIssuer::clients)
                .filter(rule -> rule.defaultApplication().equals(given))
                .isPresent();
    }

    private static String unknown(String name, Set<String> known) {
        return NearestName.among(known, name)
                .map("There is no application of this name; did you mean \"%s\"?"::formatted)
                .orElse("There is no application of this name.");
    }
}
