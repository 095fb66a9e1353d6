package dev.countersign.server.store;

import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ApiResource;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** An API resource as the JSON text of its column. */
final class StoredApiResource {
    /** Grows when a reader of the form before would misunderstand the new one. */
    private static final int FORM = 1;

    private StoredApiResource() {}

    static String write(ApiResource resource) {
        ObjectNode document = ColumnJson.object();
        document.put("form", FORM)
                .put("id", resource.id().value())
                .put("name", resource.name())
                .put("description", resource.description())
                .put("audience", resource.audience().value());
        ColumnJson.put(document, "scopes", resource.scopes().tokens().stream());
        document.put("created_at", resource.createdAt().toString())
                .put("updated_at", resource.updatedAt().toString());
        return ColumnJson.write(document);
    }

    /** @throws IllegalArgumentException when the text is no such document, or of a form this version does not know */
    static ApiResource read(String json) {
        StoredMembers document = ColumnJson.document(json, FORM);
        return new ApiResource(
                new ApiResourceId(document.text("id")),
                document.text("name"),
                document.optionalText("description").orElse(""),
                new Audience(document.text("audience")),
                ScopeSet.of(document.texts("scopes").orElse(List.of())),
                document.instant("created_at"),
                document.instant("updated_at"));
    }
}
