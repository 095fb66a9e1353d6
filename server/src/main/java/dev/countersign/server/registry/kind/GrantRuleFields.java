package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.Field.choice;
import static dev.countersign.server.registry.field.MemberType.flag;

import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.core.trust.TrustedIssuer.ClaimMapping;
import dev.countersign.core.trust.TrustedIssuer.GrantRules;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.field.FieldValues;
import java.util.List;
import java.util.Optional;

/** Registered members of a trusted token issuer about what its assertions grant. */
final class GrantRuleFields {
    private static final String GROUP = "What they give";

    static final FieldTable<GrantRules, IssuerFrame> TABLE = new FieldTable<>(GrantRuleFields::grants);

    private static final Field<?, ?, SubjectMapping> SUBJECT = TABLE.field(
                    "/subject", SubjectMembers.TYPE, GrantRules::subject)
            .standard(new SubjectMapping.IssuerScoped())
            .stored("subject")
            .form("subject", "Subject of the access token", "")
            .add();
    private static final Field<?, ?, List<String>> CONDITIONS = TABLE.field(
                    "/conditions", PolicyMembers.CONDITIONS, GrantRules::conditions)
            .standard(List.of())
            .stored("conditions", List.of())
            .described("Expressions in CEL over claims; all must hold.")
            .option(GROUP, "--condition", "CEL", "What must be true of the claims; repeatable.")
            .form("conditions", "Condition", "")
            .add();
    private static final Field<?, ?, List<ClaimMapping>> CLAIMS = TABLE.field(
                    "/claims", PolicyMembers.CLAIMS, GrantRules::claims)
            .standard(List.of())
            .stored("claims", List.of())
            .form("claims", "Copied claims", "")
            .add();
    private static final Field<?, ?, Optional<ScopeSet>> SCOPES = TABLE.field(
                    "/scopes", ScopeMembers.TYPE.optional(), GrantRules::scopes)
            .standard(Optional.empty())
            .stored("scopes")
            .described("The most that may be granted; null: no limit.")
            .option(GROUP, "--scope", "SCOPE", "A scope that it may at most give; repeatable. '' means no limit.")
            .form(
                    "grants",
                    "Maximum scopes",
                    "Tokens of this issuer grant at most these scopes. Empty: all scopes of the application.")
            .add();
    private static final Field<?, ?, Optional<ScopeClaim>> SCOPE_CLAIM = TABLE.field(
                    "/scope_claim", PolicyMembers.SCOPE_CLAIM, GrantRules::scopeClaim)
            .standard(Optional.empty())
            .stored("scope_claim")
            .described("What is granted is also within this claim; without it nothing is.")
            .option(
                    GROUP,
                    "--scope-claim",
                    "CLAIM",
                    "Grant only what this claim holds: scope or scp. '' means no limit.")
            .form(
                    "grants",
                    "Scope claim",
                    "",
                    choice("", "No limit by a claim", ""),
                    choice(
                            "scope",
                            "Only the scopes in the claim scope",
                            "A token without this claim grants no scopes."),
                    choice(
                            "scp",
                            "Only the scopes in the claim scp",
                            "The name that Microsoft Entra ID and Okta use. A token without this claim grants no scopes."))
            .add();
    private static final Field<?, ?, Boolean> BOUND_BY_ASSERTION = TABLE.field(
                    "/bound_by_assertion", flag(), GrantRules::boundByAssertion)
            .standard(false)
            .stored("bound_by_assertion", true)
            .option(GROUP, "--bound-by-assertion", "", "An access token lives no longer than its assertion.")
            .form(
                    "grants",
                    "Access tokens expire with the assertion",
                    "No access token outlives the assertion it was issued for.")
            .add();

    private GrantRuleFields() {}

    private static GrantRules grants(FieldValues values) {
        return new GrantRules(
                values.get(CONDITIONS),
                values.get(SUBJECT),
                values.get(CLAIMS),
                values.get(SCOPES),
                values.get(SCOPE_CLAIM),
                values.get(BOUND_BY_ASSERTION));
    }
}
