package dev.countersign.server.admin.resource;

import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.insight.ExplainAssertion;
import dev.countersign.server.insight.ExplanationDocument;
import java.util.List;

/**
 * Endpoint of the dry run of an assertion. It is a POST because an assertion must not be in a URL; it changes nothing.
 */
public record ExplainResource(ExplainAssertion explain) {
    private static final String PATH = "/explain";

    public List<Endpoint> endpoints() {
        return List.of(new Endpoint(
                "POST",
                PATH,
                Endpoint.READ,
                Body.JSON,
                call -> ApiProblems.answer(
                        explain.explain(call.body()),
                        explanation -> AdminResponse.ok(ExplanationDocument.of(explanation)))));
    }
}
