package dev.countersign.server.management;

import dev.countersign.core.trust.ApiResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An API resource as JSON: what the API answers, what a merge patch is merged into, what the audit keeps. */
public final class ApiResourceDocument {
    private ApiResourceDocument() {}

    /** Every member, in the order in which they are documented. */
    public static Map<String, Object> of(ApiResource resource) {
        var document = new LinkedHashMap<String, Object>();
        document.put("id", resource.id().value());
        document.put("name", resource.name());
        document.put("description", resource.description());
        document.put("audience", resource.audience().value());
        document.put("scopes", List.copyOf(resource.scopes().tokens()));
        document.put("created_at", resource.createdAt().toString());
        document.put("updated_at", resource.updatedAt().toString());
        return document;
    }
}
