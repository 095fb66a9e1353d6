package dev.countersign.server.management;

import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.token.AccessTokenClaims;
import dev.countersign.core.trust.ClaimReference;
import dev.countersign.core.trust.Conditions;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.core.trust.TrustedIssuer.ClaimMapping;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import dev.countersign.server.text.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The members of an issuer that say what is made of its assertions: types, subject, conditions, claims. */
final class PolicyMembers {
    static final int MOST_TYPES = 20;
    static final int MOST_CONDITIONS = 50;
    static final int MOST_CLAIMS = 100;

    static final String ISSUER_SCOPED = "issuer_scoped";
    static final String AS_IS = "as_is";
    static final String CLAIM = "claim";

    private static final TextRule CLAIM_NAME = TextRule.anyText(200);
    private static final TextRule CONDITION = TextRule.lines(4096);

    private PolicyMembers() {}

    static List<String> types(InputMembers members, TextRule word) {
        List<String> types = members.texts("types", List.of(), MOST_TYPES, word);
        for (int i = 0; i < types.size(); i++) {
            if (JwtProfile.Types.isOfAnotherKind(types.get(i))) {
                members.problem(
                        "types",
                        i,
                        Problem.NOT_ALLOWED,
                        "This is the type of another kind of token, which is never accepted as an assertion.");
            }
        }
        return types;
    }

    static SubjectMapping subject(InputMembers members) {
        return members.object("subject", Set.of("mapping", "claim"))
                .map(PolicyMembers::mapping)
                .orElseGet(SubjectMapping.IssuerScoped::new);
    }

    private static SubjectMapping mapping(InputMembers subject) {
        String mapping = subject.optionalText("mapping", TextRule.anyText(50)).orElse(ISSUER_SCOPED);
        Optional<String> claim = subject.optionalText("claim", CLAIM_NAME);
        List<String> valid = List.of(ISSUER_SCOPED, AS_IS, CLAIM);
        if (!valid.contains(mapping)) {
            subject.problem(
                    "mapping",
                    Problem.NOT_ALLOWED,
                    NearestName.among(valid, mapping)
                            .map("Must be issuer_scoped, as_is or claim; did you mean \"%s\"?"::formatted)
                            .orElse("Must be issuer_scoped, as_is or claim."));
        } else if (mapping.equals(CLAIM) && !subject.has("claim")) {
            subject.problem("claim", Problem.REQUIRED, "With the mapping \"claim\", the name of a claim is required.");
        } else if (!mapping.equals(CLAIM) && subject.has("claim")) {
            subject.problem("claim", Problem.NOT_ALLOWED, "Only the mapping \"claim\" uses a claim.");
        }
        claim.ifPresent(reference -> wellFormed(subject, "claim", reference));
        return switch (mapping) {
            case CLAIM -> new SubjectMapping.FromClaim(claim.orElse("?"));
            case AS_IS -> new SubjectMapping.AsIs();
            default -> new SubjectMapping.IssuerScoped();
        };
    }

    private static void wellFormed(InputMembers members, String name, String reference) {
        if (!ClaimReference.isWellFormed(reference)) {
            members.problem(
                    name,
                    Problem.MALFORMED,
                    "A value that begins with / is a JSON Pointer, in which ~ is written ~0 and / within a name ~1.");
        }
    }

    static Optional<ScopeClaim> scopeClaim(InputMembers members) {
        Optional<String> name = members.optionalText("scope_claim", CLAIM_NAME);
        Optional<ScopeClaim> claim = name.flatMap(ScopeClaim::of);
        if (name.isPresent() && claim.isEmpty()) {
            members.problem("scope_claim", Problem.NOT_ALLOWED, "Must be \"scope\", \"scp\" or null.");
        }
        return claim;
    }

    static List<String> conditions(InputMembers members) {
        List<String> conditions = members.texts("conditions", List.of(), MOST_CONDITIONS, CONDITION);
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).isEmpty()) {
                int place = i;
                Conditions.problem(conditions.get(i))
                        .ifPresent(problem -> members.problem(
                                "conditions",
                                place,
                                "condition_invalid",
                                "Line %s, column %s: %s"
                                        .formatted(problem.line(), problem.column(), problem.message())));
            }
        }
        return conditions;
    }

    static List<ClaimMapping> claims(InputMembers members) {
        var mappings = new ArrayList<ClaimMapping>();
        var taken = new HashSet<String>();
        for (InputMembers claim : members.objects("claims", MOST_CLAIMS, Set.of("from", "to"))) {
            Optional<String> from = claim.requiredText("from", CLAIM_NAME);
            Optional<String> to = claim.requiredText("to", CLAIM_NAME);
            from.ifPresent(reference -> wellFormed(claim, "from", reference));
            if (to.filter(AccessTokenClaims::isReserved).isPresent()) {
                claim.problem("to", Problem.NOT_ALLOWED, "This claim is set by this server and cannot be overwritten.");
            } else if (to.isPresent() && !taken.add(to.get())) {
                claim.problem("to", Problem.DUPLICATE, "Another mapping already writes this claim.");
            }
            if (from.isPresent() && to.isPresent()) {
                mappings.add(new ClaimMapping(from.get(), to.get()));
            }
        }
        return mappings;
    }
}
