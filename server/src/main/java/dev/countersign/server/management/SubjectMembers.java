package dev.countersign.server.management;

import dev.countersign.base.text.NearestName;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The member {@code subject} of an issuer: what becomes the access token's {@code sub}. */
final class SubjectMembers {
    private static final String MAPPING = "mapping";
    private static final String CLAIM = "claim";
    private static final String ISSUER_SCOPED = "issuer_scoped";
    private static final String AS_IS = "as_is";
    private static final List<String> MAPPINGS = List.of(ISSUER_SCOPED, AS_IS, CLAIM);

    static final MemberType<SubjectMapping> TYPE = new MemberType<>(
            (members, name) -> members.object(name, Set.of(MAPPING, CLAIM)).map(SubjectMembers::read),
            SubjectMembers::document,
            new StoredType<>(
                    mapping -> Optional.of(stored(mapping)),
                    (document, name) -> document.optionalMembers(name).map(SubjectMembers::ofStored)),
            JsonValues.parsed("""
                    {"type": "object", "properties": {
                       "mapping": {"enum": ["issuer_scoped", "as_is", "claim"], "default": "issuer_scoped"},
                       "claim": {"type": ["string", "null"], "maxLength": 200}},
                     "additionalProperties": false}"""),
            Shape.OBJECT,
            false);

    private SubjectMembers() {}

    private static SubjectMapping read(InputMembers subject) {
        String mapping = subject.optionalText(MAPPING, TextRule.anyText(50)).orElse(ISSUER_SCOPED);
        Optional<String> claim = subject.optionalText(CLAIM, PolicyMembers.CLAIM_NAME);
        if (!MAPPINGS.contains(mapping)) {
            subject.problem(
                    MAPPING,
                    Problem.NOT_ALLOWED,
                    NearestName.among(MAPPINGS, mapping)
                            .map("Must be issuer_scoped, as_is or claim; did you mean \"%s\"?"::formatted)
                            .orElse("Must be issuer_scoped, as_is or claim."));
        } else if (mapping.equals(CLAIM) && !subject.has(CLAIM)) {
            subject.problem(CLAIM, Problem.REQUIRED, "With the mapping \"claim\", the name of a claim is required.");
        } else if (!mapping.equals(CLAIM) && subject.has(CLAIM)) {
            subject.problem(CLAIM, Problem.NOT_ALLOWED, "Only the mapping \"claim\" uses a claim.");
        }
        claim.ifPresent(reference -> PolicyMembers.requireWellFormed(subject, CLAIM, reference));
        return of(mapping, claim.orElse("?"));
    }

    private static SubjectMapping of(String mapping, String claim) {
        return switch (mapping) {
            case CLAIM -> new SubjectMapping.FromClaim(claim);
            case AS_IS -> new SubjectMapping.AsIs();
            default -> new SubjectMapping.IssuerScoped();
        };
    }

    private static Map<String, Object> document(SubjectMapping subject) {
        return JsonValues.object(
                MAPPING,
                name(subject),
                CLAIM,
                subject instanceof SubjectMapping.FromClaim(var claim) ? claim : JsonNull.NULL);
    }

    private static String name(SubjectMapping subject) {
        return switch (subject) {
            case SubjectMapping.IssuerScoped() -> ISSUER_SCOPED;
            case SubjectMapping.AsIs() -> AS_IS;
            case SubjectMapping.FromClaim _ -> CLAIM;
        };
    }

    private static Map<String, Object> stored(SubjectMapping subject) {
        Map<String, Object> members = document(subject);
        members.values().removeIf(JsonNull.NULL::equals);
        return members;
    }

    private static SubjectMapping ofStored(StoredMembers subject) {
        String mapping = subject.text(MAPPING);
        if (!MAPPINGS.contains(mapping)) {
            throw new IllegalArgumentException("unknown subject mapping " + mapping);
        }
        return of(mapping, mapping.equals(CLAIM) ? subject.text(CLAIM) : "");
    }
}
