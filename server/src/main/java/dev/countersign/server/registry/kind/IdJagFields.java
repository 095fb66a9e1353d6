package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.Field.choice;
import static dev.countersign.server.registry.field.MemberType.flag;

import dev.countersign.core.idjag.IdJagRule;
import dev.countersign.core.idjag.IdJagRule.Acceptance;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.field.FieldValues;
import dev.countersign.server.registry.field.MemberType;
import java.util.List;

/** Registered members of a trusted token issuer about identity assertion authorization grants (ID-JAG). */
final class IdJagFields {
    private static final String GROUP = "What its assertions must be like";

    static final FieldTable<IdJagRule, IssuerFrame> TABLE = new FieldTable<>(IdJagFields::rule);

    private static final Field<?, ?, Acceptance> ACCEPTANCE = TABLE.field(
                    "/id_jag",
                    MemberType.choice(List.of(Acceptance.values()), Acceptance::value),
                    IdJagRule::acceptance)
            .standard(Acceptance.OFF)
            .stored("id_jag", Acceptance.OFF)
            .described(
                    "Identity assertion authorization grants (typ oauth-id-jag+jwt): refused, accepted beside ordinary"
                            + " assertions, or the only assertions.")
            .option(GROUP, "--id-jag", "HOW", "Accept ID-JAGs: off, accepted or only.")
            .form(
                    "id-jag",
                    "ID-JAG",
                    "",
                    choice("off", "Refuse", "The issuer sends none."),
                    choice(
                            "accepted",
                            "Accept, beside ordinary tokens",
                            "An ID-JAG is for one client and used once, within its own scopes and resources."),
                    choice("only", "Accept nothing else", "Ordinary tokens of this issuer are refused."))
            .add();
    private static final Field<?, ?, Boolean> REQUIRE_RESOURCE = TABLE.field(
                    "/id_jag_require_resource", flag(), IdJagRule::requireResource)
            .standard(false)
            .stored("id_jag_require_resource", false)
            .described("Refuse ID-JAGs without the claim resource.")
            .option(GROUP, "--id-jag-require-resource", "", "Every ID-JAG must name the resource that it is for.")
            .form(
                    "id-jag",
                    "Require the claim resource",
                    "An ID-JAG without it grants the application's audiences, or the resource of the request.")
            .add();

    private IdJagFields() {}

    private static IdJagRule rule(FieldValues values) {
        return new IdJagRule(values.get(ACCEPTANCE), values.get(REQUIRE_RESOURCE));
    }
}
