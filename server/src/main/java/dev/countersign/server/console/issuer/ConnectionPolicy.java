package dev.countersign.server.console.issuer;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.GrantRules;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.form.MemberFields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.FormEdits;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.TrySample;
import dev.countersign.server.insight.rehearsal.RehearseIssuer;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.kind.IssuerFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tab of an issuer's policy: the rules for its tokens, and the mapping of their claims. */
public final class ConnectionPolicy implements ConsoleSection {
    private static final String ONE = ConnectionsSection.PATH + "/{id}/policy";
    private static final int SPARE_ROWS = 2;
    private static final String CONDITION = "/conditions/";
    private static final String CLAIM = "/claims/";

    private static final List<? extends Field<?, ?, ?>> ROWS = IssuerFields.TABLE.in(
            "audience", "replay", "signature", "id-jag", "grants", "clients", "exchange", "events");

    private final UseCases useCases;
    private final ConnectionRehearsal rehearsal;
    private final IssuerEdits edits;

    public ConnectionPolicy(UseCases useCases, ConnectionRehearsal rehearsal) {
        this.useCases = useCases;
        this.rehearsal = rehearsal;
        this.edits = new IssuerEdits(useCases);
    }

    /**
     * Model of the tab.
     *
     * @param conditions number of rows of conditions
     * @param claims number of rows of claims
     * @param issuers number of registered issuers
     * @param tried result of trying the conditions
     * @param rehearsed result of judging earlier requests by the settings in the form
     */
    public record Page(
            IssuerHead head,
            Fields fields,
            int conditions,
            int claims,
            int issuers,
            Optional<TrySample.Result> tried,
            Optional<ConnectionRehearsal.Result> rehearsed) {
        /** The fields of a section of the page. */
        public List<? extends Field<?, ?, ?>> rows(String section) {
            return IssuerFields.TABLE.in(section);
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(
                        ONE,
                        request -> edits.show(
                                request,
                                issuer ->
                                        FormEdits.show(request, fields(issuer), fields -> page(issuer, fields, 200)))),
                Route.form(Role.EDITOR, ONE, this::update),
                Route.form(
                        Role.VIEWER,
                        ONE + "/sample",
                        request -> edits.show(request, issuer -> sample(request, issuer))),
                Route.form(
                        Role.VIEWER,
                        ONE + "/rehearse",
                        request -> edits.show(request, issuer -> rehearse(request, issuer))));
    }

    private PageResponse.Html page(TrustedIssuer issuer, Fields fields, int status) {
        return page(issuer, fields, Optional.empty(), Optional.empty(), status);
    }

    private PageResponse.Html page(
            TrustedIssuer issuer,
            Fields fields,
            Optional<TrySample.Result> tried,
            Optional<ConnectionRehearsal.Result> rehearsed,
            int status) {
        var page = new Page(
                IssuerHead.of(issuer, "policy"),
                fields,
                rows(fields.form(), CONDITION, "") + SPARE_ROWS,
                rows(fields.form(), CLAIM, "/from") + SPARE_ROWS,
                useCases.configuration().issuers().size(),
                tried,
                rehearsed);
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
        Map<String, Object> document = IssuerFields.document(issuer);
        Map<String, List<String>> values = MemberFields.values(ROWS, document);
        for (String name : List.of("/subject/mapping", "/subject/claim")) {
            values.put(name, List.of(MemberFields.text(document, name)));
        }
        GrantRules rules = issuer.grants();
        for (int i = 0; i < rules.conditions().size(); i++) {
            values.put(CONDITION + i, List.of(rules.conditions().get(i)));
        }
        for (int i = 0; i < rules.claims().size(); i++) {
            values.put(CLAIM + i + "/from", List.of(rules.claims().get(i).from()));
            values.put(CLAIM + i + "/to", List.of(rules.claims().get(i).to()));
        }
        values.put("sample", List.of(""));
        values.put(ConnectionRehearsal.DAYS, List.of(Integer.toString(RehearseIssuer.DEFAULT_DAYS)));
        values.put(ConnectionRehearsal.ASSERTIONS, List.of(""));
        values.put(ConnectionRehearsal.APPLICATION, List.of(""));
        return Fields.of(values);
    }

    private PageResponse update(PageRequest request) {
        Form form = dense(request.form());
        return edits.change(
                request,
                patch(form),
                "/policy",
                "The policy is updated. It applies from the next token.",
                (issuer, problems) -> page(issuer, Fields.of(form, problems), 422));
    }

    private static Map<String, Object> patch(Form form) {
        Map<String, Object> patch = MemberFields.patch(ROWS, form);
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

    /** The form without empty rows between others, so that the number of a problem is that of its row. */
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

    private PageResponse sample(PageRequest request, TrustedIssuer issuer) {
        Form form = dense(request.form());
        TrySample.Result result =
                TrySample.against(conditions(form), form.text("sample").orElse(""));
        return request.wantsPiece()
                ? new PageResponse.Piece("sample-result.jte", result)
                : page(issuer, Fields.of(form, List.of()), Optional.of(result), Optional.empty(), 200);
    }

    private PageResponse rehearse(PageRequest request, TrustedIssuer issuer) {
        Form form = dense(request.form());
        ConnectionRehearsal.Result result = rehearsal.judge(issuer.id(), patch(form), form);
        return request.wantsPiece()
                ? new PageResponse.Piece("rehearsal.jte", result)
                : page(
                        issuer,
                        Fields.of(form, result.problems()),
                        Optional.empty(),
                        Optional.of(result),
                        result.problems().isEmpty() ? 200 : 422);
    }
}
