package dev.countersign.server.management;

import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ApiResource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an API resource from JSON: every member but name and audience has a default. */
final class ApiResourceReader {
    private static final TextRule NAME = TextRule.name();
    private static final TextRule DESCRIPTION = new TextRule(2000, _ -> true, "at most 2000 characters");
    private static final TextRule AUDIENCE = TextRule.anyText(2000);

    private static final Set<String> MEMBERS =
            Set.of("id", "name", "description", "audience", "scopes", "created_at", "updated_at", "warnings");

    private ApiResourceReader() {}

    /**
     * What the input does not decide.
     *
     * @param earlier the scopes it has; what an earlier version let it have does not stand against another change
     */
    record Frame(ApiResourceId id, ScopeSet earlier, Instant createdAt, Instant updatedAt) {}

    /** Reads an API resource; members that are read-only are passed over. */
    static Reading<ApiResource> read(Map<String, Object> input, Frame frame) {
        var problems = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, MEMBERS);
        var resource = new ApiResource(
                frame.id(),
                members.requiredText("name", NAME).orElse("?"),
                members.optionalText("description", DESCRIPTION).orElse(""),
                audience(members, warnings),
                scopes(members, frame.earlier()),
                frame.createdAt(),
                frame.updatedAt());
        return new Reading<>(problems.isEmpty() ? Optional.of(resource) : Optional.empty(), problems, warnings);
    }

    private static ScopeSet scopes(InputMembers members, ScopeSet earlier) {
        ScopeSet scopes = ScopeMembers.all(members, "scopes");
        for (String scope : scopes.administrative().without(earlier).tokens()) {
            members.problem(
                    "scopes",
                    Problem.NOT_ALLOWED,
                    "Scopes that begin with admin: are reserved for this server. Choose another name for %s."
                            .formatted(scope));
        }
        return scopes;
    }

    private static Audience audience(InputMembers members, List<Problem> warnings) {
        String audience = members.requiredText("audience", AUDIENCE).orElse("?");
        if (!isResourceIndicator(audience)) {
            warnings.add(
                    new Problem(
                            members.pointerTo("audience"),
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
