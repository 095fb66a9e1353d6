package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.MemberType.schema;

import dev.countersign.base.text.NearestName;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.token.AccessTokenClaims;
import dev.countersign.core.trust.ClaimReference;
import dev.countersign.core.trust.Conditions;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.core.trust.TrustedIssuer.ClaimMapping;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.registry.field.StoredType;
import dev.countersign.server.registry.field.TextRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Types of the members of an issuer that determine the treatment of its assertions: algorithms, types, conditions,
 * claims.
 */
public final class PolicyMembers {
    static final TextRule CLAIM_NAME = TextRule.anyText(200);

    public static final Set<Algorithm> DEFAULT_ALGORITHMS =
            EnumSet.of(Algorithm.RS256, Algorithm.PS256, Algorithm.ES256, Algorithm.EDDSA);

    private static final int MOST_ALGORITHMS = 20;
    private static final int MOST_TYPES = 20;
    private static final int MOST_CONDITIONS = 50;
    private static final int MOST_CLAIMS = 100;
    private static final TextRule CONDITION = TextRule.lines(4096);
    private static final List<String> ALGORITHM_NAMES =
            Arrays.stream(Algorithm.values()).map(Algorithm::value).toList();

    static final MemberType<Set<Algorithm>> ALGORITHMS = new MemberType<>(
            PolicyMembers::algorithms,
            algorithms -> algorithms.stream().sorted().map(Algorithm::value).toList(),
            StoredType.TEXTS.map(
                    names -> names.stream()
                            .map(name -> StoredMembers.known(Algorithm.of(name), () -> "algorithm " + name))
                            .collect(Collectors.toSet()),
                    algorithms ->
                            algorithms.stream().map(Algorithm::value).sorted().toList()),
            schema("type", "array", "items", schema("enum", ALGORITHM_NAMES), "minItems", 1),
            Shape.CHOICES,
            false);

    static final MemberType<List<String>> TYPES = MemberType.texts(MOST_TYPES, MemberType.WORD)
            .readBy(PolicyMembers::types)
            .shaped(Shape.NAMES);

    static final MemberType<List<String>> CONDITIONS =
            MemberType.texts(MOST_CONDITIONS, CONDITION).readBy(PolicyMembers::conditions);

    static final MemberType<Optional<ScopeClaim>> SCOPE_CLAIM = MemberType.choice(
                    List.of(ScopeClaim.values()), ScopeClaim::value)
            .readBy(PolicyMembers::scopeClaim)
            .optional();

    static final MemberType<List<ClaimMapping>> CLAIMS = new MemberType<>(
            (members, name) -> Optional.of(claims(members, name)),
            claims -> claims.stream()
                    .map(claim -> JsonValues.object("from", claim.from(), "to", claim.to()))
                    .toList(),
            new StoredType<>(
                    claims -> Optional.of(claims.stream()
                            .map(claim -> JsonValues.object("from", claim.from(), "to", claim.to()))
                            .toList()),
                    (document, name) -> document.elements(name)
                            .map(elements -> elements.stream()
                                    .map(StoredMembers::new)
                                    .map(claim -> new ClaimMapping(claim.text("from"), claim.text("to")))
                                    .toList())),
            JsonValues.parsed("""
                    {"type": "array", "maxItems": 100, "items": {"type": "object", "properties": {
                       "from": {"type": "string", "maxLength": 200, "description":
                         "A claim's name or, beginning with /, a JSON Pointer (RFC 6901) into the claims."},
                       "to": {"type": "string", "maxLength": 200}},
                     "required": ["from", "to"], "additionalProperties": false}}"""),
            Shape.OBJECT,
            false);

    private PolicyMembers() {}

    private static Optional<Set<Algorithm>> algorithms(InputMembers members, String member) {
        Optional<List<String>> names = members.optionalTexts(member, MOST_ALGORITHMS, MemberType.WORD);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        var algorithms = EnumSet.noneOf(Algorithm.class);
        for (int i = 0; i < names.get().size(); i++) {
            String name = names.get().get(i);
            Optional<Algorithm> algorithm = Algorithm.of(name);
            algorithm.ifPresent(algorithms::add);
            if (algorithm.isEmpty() && !name.isEmpty()) {
                members.problem(member, i, Problem.NOT_ALLOWED, unknownAlgorithm(name));
            }
        }
        if (members.value(member).filter(List.of()::equals).isPresent()) {
            members.problem(member, Problem.OUT_OF_RANGE, "Add at least one algorithm.");
        }
        return Optional.<Set<Algorithm>>of(algorithms).filter(some -> !some.isEmpty());
    }

    private static String unknownAlgorithm(String name) {
        if (name.equalsIgnoreCase("none") || name.startsWith("HS")) {
            return "%s is never accepted, because anyone could sign with the public key of the issuer.".formatted(name);
        }
        return "There is no such algorithm; did you mean %s? The algorithms are %s."
                .formatted(
                        NearestName.among(ALGORITHM_NAMES, name).orElse("RS256"), String.join(", ", ALGORITHM_NAMES));
    }

    private static Optional<List<String>> types(InputMembers members, String name) {
        Optional<List<String>> types = members.texts(name, MOST_TYPES, MemberType.WORD);
        for (int i = 0; i < types.orElse(List.of()).size(); i++) {
            if (JwtProfile.Types.isOfAnotherKind(types.get().get(i))) {
                members.problem(
                        name,
                        i,
                        Problem.NOT_ALLOWED,
                        "This is the type of another kind of token, which is never accepted as an assertion.");
            }
        }
        return types;
    }

    /** Reports a reference to a claim that is a malformed JSON Pointer. */
    static void requireWellFormed(InputMembers members, String name, String reference) {
        if (!ClaimReference.isWellFormed(reference)) {
            members.problem(
                    name,
                    Problem.MALFORMED,
                    "A value that begins with / is a JSON Pointer, in which ~ is written ~0 and / within a name ~1.");
        }
    }

    private static Optional<ScopeClaim> scopeClaim(InputMembers members, String member) {
        Optional<String> name = members.optionalText(member, CLAIM_NAME);
        Optional<ScopeClaim> claim = name.flatMap(ScopeClaim::of);
        if (name.isPresent() && claim.isEmpty()) {
            members.problem(member, Problem.NOT_ALLOWED, "Must be \"scope\", \"scp\" or null.");
        }
        return claim;
    }

    private static Optional<List<String>> conditions(InputMembers members, String name) {
        Optional<List<String>> conditions = members.texts(name, MOST_CONDITIONS, CONDITION);
        for (int i = 0; i < conditions.orElse(List.of()).size(); i++) {
            String condition = conditions.get().get(i);
            int index = i;
            Conditions.problem(condition)
                    .filter(_ -> !condition.isEmpty())
                    .ifPresent(problem -> members.problem(
                            name,
                            index,
                            "condition_invalid",
                            "Line %s, column %s: %s".formatted(problem.line(), problem.column(), problem.message())));
        }
        return conditions;
    }

    private static List<ClaimMapping> claims(InputMembers members, String name) {
        var mappings = new ArrayList<ClaimMapping>();
        var taken = new HashSet<String>();
        for (InputMembers claim : members.objects(name, MOST_CLAIMS, Set.of("from", "to"))) {
            Optional<String> from = claim.requiredText("from", CLAIM_NAME);
            Optional<String> to = claim.requiredText("to", CLAIM_NAME);
            from.ifPresent(reference -> requireWellFormed(claim, "from", reference));
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
