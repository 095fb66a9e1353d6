package dev.countersign.server.console;

import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.jose.JsonNull;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import dev.countersign.server.management.TrySample;
import dev.countersign.server.management.UseCases;
import dev.countersign.server.people.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of an issuer's tokens and made of them. */
final class ConnectionPolicy implements ConsoleSection {
    private static final String ONE = ConnectionsSection.PATH + "/{id}/policy";
    private static final int SPARE_ROWS = 2;
    private static final String CONDITION = "/conditions/";
    private static final String CLAIM = "/claims/";

    private final UseCases useCases;
    private final IssuerEdits edits;

    ConnectionPolicy(UseCases useCases) {
        this.useCases = useCases;
        this.edits = new IssuerEdits(useCases);
    }

    /**
     * What the tab shows.
     *
     * @param conditions how many rows of conditions
     * @param claims how many rows of claims
     * @param issuers how many issuers are registered
     */
    record Page(
            IssuerHead head, Fields fields, int conditions, int claims, int issuers, Optional<TrySample.Result> tried) {
        List<String> algorithms() {
            return Arrays.stream(Algorithm.values()).map(Algorithm::value).toList();
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(
                        ONE, visit -> edits.show(visit, issuer -> page(issuer, fields(issuer), Optional.empty(), 200))),
                Route.form(Role.EDITOR, ONE, this::update),
                Route.form(Role.EDITOR, ONE + "/sample", visit -> edits.show(visit, issuer -> sample(visit, issuer))));
    }

    private PageResponse.Html page(TrustedIssuer issuer, Fields fields, Optional<TrySample.Result> tried, int status) {
        var page = new Page(
                IssuerHead.of(issuer, "policy"),
                fields,
                rows(fields.form(), CONDITION, "") + SPARE_ROWS,
                rows(fields.form(), CLAIM, "/from") + SPARE_ROWS,
                useCases.configuration().issuers().size(),
                tried);
        return new PageResponse.Html(
                status, issuer.name(), ConnectionsSection.PATH, "connection-policy.jte", page, List.of());
    }

    private static int rows(Form form, String before, String after) {
        int rows = 0;
        while (form.has(before + rows + after)) {
            rows++;
        }
        return rows;
    }

    private static Fields fields(TrustedIssuer issuer) {
        var values = new LinkedHashMap<String, List<String>>();
        values.put("/audience/single", flag(issuer.singleAudience()));
        values.put("/clock_skew_seconds", number(issuer.clockSkew().toSeconds()));
        values.put("/max_lifetime_seconds", number(issuer.maxLifetime().toSeconds()));
        values.put(
                "/iat/validate",
                List.of(issuer.issuedAt().validate().map(String::valueOf).orElse("")));
        values.put(
                "/iat/validity_minutes",
                List.of(issuer.issuedAt()
                        .validity()
                        .map(length -> String.valueOf(length.toMinutes()))
                        .orElse("")));
        values.put("/iat/require", flag(issuer.issuedAt().require()));
        values.put("/replay/require_jti", flag(issuer.replay().requireJti()));
        values.put("/replay/allow_reuse", flag(issuer.replay().allowReuse()));
        values.put(
                "/algorithms",
                issuer.algorithms().stream().sorted().map(Algorithm::value).toList());
        values.put("/types", List.of(String.join("\n", issuer.types())));
        subject(values, issuer.subject());
        for (int i = 0; i < issuer.conditions().size(); i++) {
            values.put(CONDITION + i, List.of(issuer.conditions().get(i)));
        }
        for (int i = 0; i < issuer.claims().size(); i++) {
            values.put(CLAIM + i + "/from", List.of(issuer.claims().get(i).from()));
            values.put(CLAIM + i + "/to", List.of(issuer.claims().get(i).to()));
        }
        values.put(
                "/scopes",
                List.of(issuer.scopes()
                        .map(scopes -> String.join(" ", scopes.tokens()))
                        .orElse("")));
        values.put(
                "/scope_claim",
                List.of(issuer.scopeClaim().map(ScopeClaim::value).orElse("")));
        values.put("/bound_by_assertion", flag(issuer.boundByAssertion()));
        values.put("/allow_any_tenant", flag(issuer.allowAnyTenant()));
        values.put("sample", List.of(""));
        return Fields.of(values);
    }

    private static void subject(Map<String, List<String>> values, SubjectMapping subject) {
        values.put(
                "/subject/mapping",
                List.of(
                        switch (subject) {
                            case SubjectMapping.IssuerScoped() -> "issuer_scoped";
                            case SubjectMapping.AsIs() -> "as_is";
                            case SubjectMapping.FromClaim _ -> "claim";
                        }));
        values.put("/subject/claim", List.of(subject instanceof SubjectMapping.FromClaim(var claim) ? claim : ""));
    }

    private static List<String> flag(boolean set) {
        return set ? List.of("true") : List.of();
    }

    private static List<String> number(long value) {
        return List.of(String.valueOf(value));
    }

    private PageResponse update(PageRequest visit) {
        Form form = dense(visit.form());
        return edits.change(
                visit,
                patch(form),
                "/policy",
                "The policy is updated. It applies from the next token.",
                (issuer, problems) -> page(issuer, Fields.of(form, problems), Optional.empty(), 422));
    }

    private static Map<String, Object> patch(Form form) {
        var patch = new LinkedHashMap<String, Object>();
        patch.put("audience", Map.of("single", form.has("/audience/single")));
        patch.put(
                "clock_skew_seconds",
                Patches.number(form.text("/clock_skew_seconds").orElse("")));
        patch.put(
                "max_lifetime_seconds",
                Patches.number(form.text("/max_lifetime_seconds").orElse("")));
        patch.put(
                "iat",
                Map.of(
                        "validate",
                        form.text("/iat/validate").<Object>map("true"::equals).orElse(JsonNull.NULL),
                        "validity_minutes",
                        form.text("/iat/validity_minutes").map(Patches::number).orElse(JsonNull.NULL),
                        "require",
                        form.has("/iat/require")));
        patch.put(
                "replay",
                Map.of(
                        "require_jti", form.has("/replay/require_jti"),
                        "allow_reuse", form.has("/replay/allow_reuse")));
        patch.put("algorithms", form.all("/algorithms"));
        patch.put("types", form.lines("/types"));
        boolean fromClaim =
                form.text("/subject/mapping").filter("claim"::equals).isPresent();
        patch.put(
                "subject",
                Map.of(
                        "mapping",
                        form.text("/subject/mapping").orElse(""),
                        "claim",
                        fromClaim
                                ? form.text("/subject/claim")
                                        .<Object>map(text -> text)
                                        .orElse(JsonNull.NULL)
                                : JsonNull.NULL));
        patch.put("conditions", conditions(form));
        patch.put("claims", claims(form));
        patch.put("scopes", form.text("/scopes").<Object>map(Patches::words).orElse(JsonNull.NULL));
        if (form.has("/scope_claim")) {
            patch.put(
                    "scope_claim",
                    form.text("/scope_claim").<Object>map(name -> name).orElse(JsonNull.NULL));
        }
        patch.put("bound_by_assertion", form.has("/bound_by_assertion"));
        patch.put("allow_any_tenant", form.has("/allow_any_tenant"));
        return patch;
    }

    private static List<String> conditions(Form form) {
        var conditions = new ArrayList<String>();
        for (int i = 0; form.has(CONDITION + i); i++) {
            form.text(CONDITION + i).ifPresent(conditions::add);
        }
        return conditions;
    }

    private static List<Map<String, Object>> claims(Form form) {
        var claims = new ArrayList<Map<String, Object>>();
        for (int i = 0; form.has(CLAIM + i + "/from"); i++) {
            String from = form.text(CLAIM + i + "/from").orElse("");
            String to = form.text(CLAIM + i + "/to").orElse(from);
            if (!from.isEmpty() || !to.isEmpty()) {
                claims.add(Map.of("from", from, "to", to));
            }
        }
        return claims;
    }

    /** The form without empty rows between others, so that a problem's number is that of its row. */
    private static Form dense(Form form) {
        var values = new LinkedHashMap<>(form.values());
        values.keySet().removeIf(name -> name.startsWith(CONDITION) || name.startsWith(CLAIM));
        List<String> conditions = conditions(form);
        for (int i = 0; i < conditions.size(); i++) {
            values.put(CONDITION + i, List.of(conditions.get(i)));
        }
        List<Map<String, Object>> claims = claims(form);
        for (int i = 0; i < claims.size(); i++) {
            values.put(CLAIM + i + "/from", List.of(String.valueOf(claims.get(i).get("from"))));
            values.put(CLAIM + i + "/to", List.of(String.valueOf(claims.get(i).get("to"))));
        }
        return new Form(values, form.files());
    }

    private PageResponse sample(PageRequest visit, TrustedIssuer issuer) {
        Form form = dense(visit.form());
        TrySample.Result result =
                TrySample.against(conditions(form), form.text("sample").orElse(""));
        return visit.wantsPiece()
                ? new PageResponse.Piece("sample-result.jte", result)
                : page(issuer, Fields.of(form, List.of()), Optional.of(result), 200);
    }
}
