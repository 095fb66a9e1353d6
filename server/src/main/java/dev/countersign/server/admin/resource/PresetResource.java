package dev.countersign.server.admin.resource;

import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.preset.PresetDocument;
import dev.countersign.server.preset.Presets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Endpoint of the presets for widely used issuers. */
public final class PresetResource {
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/presets", PresetResource::list));
    }

    private static AdminResponse list(Call call) {
        call.query().allow(Set.of());
        if (!call.query().problems().isEmpty()) {
            return ApiProblems.invalid(call.query().problems());
        }
        return AdminResponse.ok(
                Map.of("items", Presets.all().stream().map(PresetDocument::of).toList()));
    }
}
