package dev.countersign.server.admin.resource;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.insight.rehearsal.RehearsalDocument;
import dev.countersign.server.insight.rehearsal.RehearseIssuer;
import dev.countersign.server.registry.trust.Edit;
import java.util.List;
import java.util.Set;

/** Endpoint that judges the requests of the last days by a draft of their issuer; it changes nothing. */
public record IssuerRehearsalResource(RehearseIssuer rehearse) {
    private static final String DAYS = "days";

    public List<Endpoint> endpoints() {
        return List.of(new Endpoint(
                "POST", IssuerResource.ITEM + "/rehearse", Endpoint.READ, Body.MERGE_PATCH, this::rehearse));
    }

    private AdminResponse rehearse(Call call) {
        call.query().allow(Set.of(DAYS));
        int days = call.query().number(DAYS, RehearseIssuer.DEFAULT_DAYS, 1, RehearseIssuer.MOST_DAYS);
        return call.query().problems().isEmpty()
                ? ApiProblems.answer(
                        rehearse.rehearse(new IssuerId(call.id("id")), new Edit.Merge(call.body()), days),
                        rehearsal -> AdminResponse.ok(RehearsalDocument.of(rehearsal)))
                : ApiProblems.invalid(call.query().problems());
    }
}
