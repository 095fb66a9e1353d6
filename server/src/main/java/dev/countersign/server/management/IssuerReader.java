package dev.countersign.server.management;

import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ForeignAudiences;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import dev.countersign.server.text.NearestName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a trusted token issuer from JSON: every member but name, issuer and keys has a default. */
final class IssuerReader {
    static final Duration DEFAULT_CLOCK_SKEW = Duration.ofSeconds(30);
    static final Duration DEFAULT_MAX_LIFETIME = Duration.ofHours(24);
    static final Duration LONGEST_MAX_LIFETIME = Duration.ofDays(3650);
    static final Duration LONGEST_IAT_VALIDITY = Duration.ofDays(365);

    static final Set<Algorithm> DEFAULT_ALGORITHMS =
            EnumSet.of(Algorithm.RS256, Algorithm.PS256, Algorithm.ES256, Algorithm.EDDSA);
    private static final List<String> ALGORITHM_NAMES =
            Arrays.stream(Algorithm.values()).map(Algorithm::value).toList();

    /** A colon would let the issuer-scoped subjects of two issuers meet: they are {@code <name>:<sub>}. */
    private static final TextRule NAME = TextRule.name().without(':');

    private static final TextRule DESCRIPTION = new TextRule(2000, _ -> true, "at most 2000 characters");
    private static final TextRule IDENTIFIER = TextRule.anyText(2000);
    private static final TextRule WORD = TextRule.of(100, TextRule::isVisibleAscii, "visible ASCII characters");

    private static final Set<String> MEMBERS = Set.of(
            "id",
            "name",
            "description",
            "enabled",
            "issuer",
            "alias",
            "keys",
            "audiences",
            "algorithms",
            "audience",
            "clock_skew_seconds",
            "max_lifetime_seconds",
            "iat",
            "replay",
            "types",
            "subject",
            "conditions",
            "claims",
            "scopes",
            "scope_claim",
            "bound_by_assertion",
            PresetMembers.PRESET,
            PresetMembers.PARAMETERS,
            "allow_any_tenant",
            "created_at",
            "updated_at",
            "warnings");

    private final IssuerIdentifier self;
    private final KeySourceReader keySources;

    /**
     * Makes a reader.
     *
     * @param self our own issuer identifier, which cannot be registered
     */
    IssuerReader(IssuerIdentifier self, KeySourceReader keySources) {
        this.self = self;
        this.keySources = keySources;
    }

    /**
     * What the input does not decide.
     *
     * @param before the issuer as it is; what became wrong with it since does not stand against another change
     */
    record Frame(IssuerId id, Instant createdAt, Instant updatedAt, Optional<TrustedIssuer> before) {
        Optional<KeySource> keys() {
            return before.map(TrustedIssuer::keys);
        }
    }

    /** Reads an issuer; members that are read-only are passed over. */
    Reading<TrustedIssuer> read(Map<String, Object> written, Frame frame) {
        var problems = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        PresetMembers.Filled filled = PresetMembers.fill(written, problems);
        var members = new InputMembers(filled.input(), "", problems, MEMBERS);
        var issuer = new TrustedIssuer(
                frame.id(),
                members.requiredText("name", NAME).orElse("?"),
                members.optionalText("description", DESCRIPTION).orElse(""),
                members.flag("enabled", true),
                issuer(members, warnings),
                members.optionalText("alias", IDENTIFIER).map(Audience::new),
                audiences(members, warnings),
                keySources.read(members, frame, problems, warnings),
                algorithms(members),
                members.object("audience", Set.of("single"))
                        .map(audience -> audience.flag("single", false))
                        .orElse(false),
                clockSkew(members),
                maxLifetime(members),
                issuedAt(members),
                replay(members),
                PolicyMembers.types(members, WORD),
                PolicyMembers.subject(members),
                PolicyMembers.conditions(members),
                PolicyMembers.claims(members),
                ScopeMembers.optional(members, "scopes"),
                PolicyMembers.scopeClaim(members),
                members.flag("bound_by_assertion", false),
                filled.use(),
                members.flag("allow_any_tenant", false),
                frame.createdAt(),
                frame.updatedAt());
        issuer.alias().ifPresent(alias -> warnForeign(members.pointerTo("alias"), alias, warnings));
        filled.chosen().ifPresent(preset -> PresetMembers.constrain(issuer, preset, members, warnings));
        if (TenantPinning.canJudge(issuer.conditions())) {
            TenantPinning.check(issuer, frame.before(), problems, warnings);
        }
        return new Reading<>(problems.isEmpty() ? Optional.of(issuer) : Optional.empty(), problems, warnings);
    }

    private IssuerIdentifier issuer(InputMembers members, List<Problem> warnings) {
        String issuer = members.requiredText("issuer", IDENTIFIER).orElse("?");
        if (issuer.equals(self.value())) {
            members.problem(
                    "issuer",
                    Problem.NOT_ALLOWED,
                    "This is the issuer identifier of this server. Its own tokens are never accepted as assertions.");
        } else if (!issuer.equals(issuer.strip())) {
            warnings.add(
                    new Problem(
                            members.pointerTo("issuer"),
                            Problem.MALFORMED,
                            "The issuer begins or ends with white space, which is part of the value: issuers are compared exactly."));
        }
        return new IssuerIdentifier(issuer);
    }

    private List<Audience> audiences(InputMembers members, List<Problem> warnings) {
        List<String> values = members.texts("audiences", List.of(), TrustedIssuer.MOST_AUDIENCES, IDENTIFIER);
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty()) {
                warnForeign(Pointer.to(members.pointerTo("audiences"), i), new Audience(values.get(i)), warnings);
            }
        }
        return values.stream()
                .filter(value -> !value.isEmpty())
                .distinct()
                .map(Audience::new)
                .toList();
    }

    private void warnForeign(String pointer, Audience audience, List<Problem> warnings) {
        ForeignAudiences.objection(audience.value(), self.value())
                .ifPresent(reason -> warnings.add(new Problem(pointer, "foreign_audience", reason)));
    }

    private static Set<Algorithm> algorithms(InputMembers members) {
        Optional<List<String>> names = members.optionalTexts("algorithms", 20, WORD);
        if (names.isEmpty()) {
            return DEFAULT_ALGORITHMS;
        }
        var algorithms = EnumSet.noneOf(Algorithm.class);
        for (int i = 0; i < names.get().size(); i++) {
            String name = names.get().get(i);
            Optional<Algorithm> algorithm = Algorithm.of(name);
            algorithm.ifPresent(algorithms::add);
            if (algorithm.isEmpty() && !name.isEmpty()) {
                members.problem("algorithms", i, Problem.NOT_ALLOWED, unknownAlgorithm(name));
            }
        }
        if (members.value("algorithms").filter(List.of()::equals).isPresent()) {
            members.problem("algorithms", Problem.OUT_OF_RANGE, "Add at least one algorithm.");
        }
        return algorithms.isEmpty() ? DEFAULT_ALGORITHMS : algorithms;
    }

    private static String unknownAlgorithm(String name) {
        if (name.equalsIgnoreCase("none") || name.startsWith("HS")) {
            return "%s is never accepted, because anyone could sign with the public key of the issuer.".formatted(name);
        }
        return "There is no such algorithm; did you mean %s? The algorithms are %s."
                .formatted(
                        NearestName.among(ALGORITHM_NAMES, name).orElse("RS256"), String.join(", ", ALGORITHM_NAMES));
    }

    private static Duration clockSkew(InputMembers members) {
        return Duration.ofSeconds(members.number(
                "clock_skew_seconds",
                DEFAULT_CLOCK_SKEW.toSeconds(),
                0,
                TrustedIssuer.GREATEST_CLOCK_SKEW.toSeconds()));
    }

    private static Duration maxLifetime(InputMembers members) {
        return Duration.ofSeconds(members.number(
                "max_lifetime_seconds", DEFAULT_MAX_LIFETIME.toSeconds(), 1, LONGEST_MAX_LIFETIME.toSeconds()));
    }

    private static IssuedAtRule issuedAt(InputMembers members) {
        return members.object("iat", Set.of("validate", "validity_minutes", "require"))
                .map(iat -> new IssuedAtRule(
                        iat.optionalFlag("validate"),
                        iat.optionalNumber("validity_minutes", 1, LONGEST_IAT_VALIDITY.toMinutes())
                                .map(Duration::ofMinutes),
                        iat.flag("require", false)))
                .orElseGet(() -> new IssuedAtRule(Optional.empty(), Optional.empty()));
    }

    private static ReplayRule replay(InputMembers members) {
        return members.object("replay", Set.of("require_jti", "allow_reuse"))
                .map(replay -> new ReplayRule(replay.flag("require_jti", false), replay.flag("allow_reuse", false)))
                .orElseGet(() -> new ReplayRule(false, false));
    }
}
