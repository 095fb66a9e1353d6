package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.MemberType.id;
import static dev.countersign.server.registry.field.MemberType.instant;
import static dev.countersign.server.registry.field.MemberType.text;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.field.FieldValues;
import dev.countersign.server.registry.field.Input;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.TextRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Registered members of an API resource. A new member is a row here, and its rule in core. */
public final class ApiResourceFields {
    private static final TextRule IDENTIFIER = TextRule.anyText(2000);
    private static final TextRule NAME_RULE = TextRule.name();

    public static final FieldTable<ApiResource, Frame> TABLE =
            new FieldTable<>("api_resource", Set.of("warnings"), ApiResourceFields::resource);

    private static final Field<?, ?, ApiResourceId> ID = TABLE.field(
                    "/id", id().map(ApiResourceId::new, ApiResourceId::value), ApiResource::id)
            .readBy((input, _) -> input.frame().id())
            .stored("id")
            .readOnly()
            .add();

    private static final Field<?, ?, String> NAME = TABLE.field("/name", text(NAME_RULE), ApiResource::name)
            .readBy((input, name) ->
                    input.members().requiredText(name, NAME_RULE).orElse("?"))
            .stored("name")
            .described("Unique.")
            .form("general", "Name", "")
            .add();

    private static final Field<?, ?, String> DESCRIPTION = TABLE.field(
                    "/description", text(TextRule.description(2000)).shaped(Shape.PARAGRAPH), ApiResource::description)
            .standard("")
            .stored("description", "")
            .form("general", "Description", "Notes for other administrators. Optional.")
            .add();

    private static final Field<?, ?, Audience> AUDIENCE = TABLE.field(
                    "/audience", text(IDENTIFIER).map(Audience::new, Audience::value), ApiResource::audience)
            .readBy(ApiResourceFields::audience)
            .stored("audience")
            .described("The aud of access tokens for it; unique.")
            .form(
                    "general",
                    "Audience",
                    "The value of the claim aud in its tokens, usually the URL of the API. A change also applies to the applications that name it.")
            .add();

    private static final Field<?, ?, ScopeSet> SCOPES = TABLE.field("/scopes", ScopeMembers.TYPE, ApiResource::scopes)
            .standard(ScopeSet.EMPTY)
            .readBy(ApiResourceFields::scopes)
            .stored("scopes", ScopeSet.EMPTY)
            .form("general", "Scopes", "The scopes of this API, separated by spaces.")
            .add();

    private static final Field<?, ?, Instant> CREATED_AT = TABLE.field("/created_at", instant(), ApiResource::createdAt)
            .readBy((input, _) -> input.frame().createdAt())
            .stored("created_at")
            .readOnly()
            .add();

    private static final Field<?, ?, Instant> UPDATED_AT = TABLE.field("/updated_at", instant(), ApiResource::updatedAt)
            .readBy((input, _) -> input.frame().updatedAt())
            .stored("updated_at")
            .readOnly()
            .add();

    private ApiResourceFields() {}

    /**
     * Properties that the input does not determine.
     *
     * @param earlier the current scopes; one accepted by an earlier version does not prevent other changes
     */
    record Frame(ApiResourceId id, ScopeSet earlier, Instant createdAt, Instant updatedAt) {}

    /** All members in documented order, as in responses of the API and in the audit. */
    public static Map<String, Object> document(ApiResource resource) {
        return TABLE.document(resource);
    }

    /**
     * Reads an API resource; read-only members are ignored.
     *
     * @param before the current API resource
     */
    public static Reading<ApiResource> read(Map<String, Object> input, Optional<ApiResource> before, Instant now) {
        var problems = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, TABLE.names());
        var frame = new Frame(
                before.map(ApiResource::id).orElseGet(() -> new ApiResourceId(Secrets.generateId())),
                before.map(ApiResource::scopes).orElse(ScopeSet.EMPTY),
                before.map(ApiResource::createdAt).orElse(now),
                before.map(ApiResource::updatedAt)
                        .map(earlier -> Timestamps.after(earlier, () -> now))
                        .orElse(now));
        ApiResource resource = TABLE.read(members, frame, problems, warnings);
        return new Reading<>(problems.isEmpty() ? Optional.of(resource) : Optional.empty(), problems, warnings);
    }

    private static ApiResource resource(FieldValues values) {
        return new ApiResource(
                values.get(ID),
                values.get(NAME),
                values.get(DESCRIPTION),
                values.get(AUDIENCE),
                values.get(SCOPES),
                values.get(CREATED_AT),
                values.get(UPDATED_AT));
    }

    private static ScopeSet scopes(Input<Frame> input, String name) {
        ScopeSet scopes = ScopeMembers.TYPE.read().apply(input.members(), name).orElse(ScopeSet.EMPTY);
        for (String scope :
                scopes.administrative().without(input.frame().earlier()).tokens()) {
            input.members()
                    .problem(
                            name,
                            Problem.NOT_ALLOWED,
                            "Scopes that begin with admin: are reserved for this server. Choose another name for %s."
                                    .formatted(scope));
        }
        return scopes;
    }

    private static Audience audience(Input<Frame> input, String name) {
        String audience = input.members().requiredText(name, IDENTIFIER).orElse("?");
        if (!isResourceIndicator(audience)) {
            input.warnings()
                    .add(
                            new Problem(
                                    input.members().pointerTo(name),
                                    "not_a_resource_indicator",
                                    "Requests cannot name it in the parameter resource, which accepts only absolute URIs without a fragment."));
        }
        return new Audience(audience);
    }

    /** RFC 8707 §2. */
    private static boolean isResourceIndicator(String audience) {
        try {
            var uri = new URI(audience);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (URISyntaxException notAUri) {
            return false;
        }
    }
}
