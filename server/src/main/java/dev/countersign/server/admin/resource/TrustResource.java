package dev.countersign.server.admin.resource;

import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.plan.FieldChange;
import dev.countersign.server.registry.plan.TrustPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Endpoints of the trust configuration as one document. */
public record TrustResource(UseCases useCases) {

    public List<Endpoint> endpoints() {
        return List.of(
                new Endpoint("POST", "/trust/plan", Endpoint.READ, Body.JSON, this::plan),
                Endpoint.post("/trust/apply", Body.JSON, this::apply),
                Endpoint.get(
                        "/trust/export",
                        _ -> AdminResponse.ok(useCases.exportTrust().export())),
                Endpoint.get("/trust/schema", _ -> AdminResponse.ok(Schema.MADE)));
    }

    /** Holder that creates the schema on first use. */
    private static final class Schema {
        private static final Map<String, Object> MADE = TrustSchema.of(OpenApiDocument.bytes());
    }

    private AdminResponse plan(Call call) {
        return answer(useCases.applyTrust().plan(call.administrator(), call.body()));
    }

    private AdminResponse apply(Call call) {
        return answer(useCases.applyTrust().apply(call.administrator(), call.body()));
    }

    private static AdminResponse answer(Outcome<TrustPlan> outcome) {
        return ApiProblems.answer(outcome, plan -> {
            var body = new LinkedHashMap<String, Object>();
            body.put("version", plan.version());
            body.put("different", plan.isDifferent());
            body.put("changes", plan.steps().stream().map(TrustResource::step).toList());
            body.put(
                    "secrets",
                    plan.secrets().stream().map(TrustResource::secret).toList());
            return AdminResponse.ok(ResponseMembers.withWarnings(body, plan.warnings()));
        });
    }

    private static Map<String, Object> step(TrustPlan.Step step) {
        var document = new LinkedHashMap<String, Object>();
        document.put("action", step.action().name().toLowerCase(Locale.ROOT));
        document.put("kind", step.kind());
        document.put("name", step.name());
        document.put("fields", step.fields().stream().map(TrustResource::field).toList());
        return document;
    }

    private static Map<String, Object> field(FieldChange field) {
        var document = new LinkedHashMap<String, Object>();
        document.put("pointer", field.pointer());
        document.put("before", field.before());
        document.put("after", field.after());
        return document;
    }

    /** A generated secret of an application, as it is shown once. */
    static Map<String, Object> secret(TrustPlan.IssuedSecret secret) {
        var document = new LinkedHashMap<String, Object>();
        document.put("application", secret.application());
        document.put("client_id", secret.clientId());
        document.put("client_secret", secret.secret());
        return document;
    }
}
