package dev.countersign.server.insight;

import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.TextRule;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Use case that revokes all tokens of a subject at the request of a system that knows it by another name
 * (draft-parecki-oauth-global-token-revocation-06, with the subject identifiers of RFC 9493 §3.2).
 */
public record SubjectRevocation(TrustConfiguration configuration, RevokeTokens tokens) {
    private static final String SUB_ID = "sub_id";
    private static final String FORMAT = "format";
    private static final TextRule TEXT = TextRule.anyText(2000);

    /** The formats of subject identifiers. */
    private enum Format {
        OPAQUE,
        ISS_SUB;

        static final List<String> WORDS =
                Arrays.stream(values()).map(Format::word).toList();

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Format> of(String word) {
            return Arrays.stream(values())
                    .filter(format -> format.word().equals(word))
                    .findFirst();
        }
    }

    /**
     * Revokes all tokens of the subject that {@code sub_id} identifies.
     *
     * @return the number of revoked tokens; not found when the subject is unknown or has no valid token
     * @throws StoreUnavailableException when it could not be written, or not in time
     */
    public Outcome<Long> revoke(Administrator administrator, Map<String, Object> input) {
        var problems = new ArrayList<Problem>();
        var members = new InputMembers(input, "", problems, Set.of(SUB_ID));
        if (!members.has(SUB_ID)) {
            members.problem(SUB_ID, Problem.REQUIRED, "This member is required: a subject identifier.");
        }
        Optional<Identified> identified =
                members.object(SUB_ID, Set.of(FORMAT, "id", "iss", "sub")).flatMap(this::identified);
        if (!problems.isEmpty() || identified.isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        long revoked = identified
                .get()
                .subject()
                .map(name -> tokens.ofSubject(administrator, name))
                .orElse(0L);
        return revoked > 0 ? new Outcome.Done<>(revoked) : new Outcome.NotFound<>();
    }

    /** The subject as named in issued tokens; empty when it is unknown. */
    private record Identified(Optional<String> subject) {}

    /** Empty when the identifier is invalid. */
    private Optional<Identified> identified(InputMembers identifier) {
        Optional<String> word = identifier.requiredText(FORMAT, TEXT);
        Optional<Format> format = word.flatMap(Format::of);
        if (word.isPresent() && format.isEmpty()) {
            identifier.problem(FORMAT, Problem.NOT_ALLOWED, "Must be one of %s.".formatted(Format.WORDS));
        }
        return format.flatMap(known -> switch (known) {
            case OPAQUE -> identifier.requiredText("id", TEXT).map(id -> new Identified(Optional.of(id)));
            case ISS_SUB -> {
                Optional<String> iss = identifier.requiredText("iss", TEXT);
                Optional<String> sub = identifier.requiredText("sub", TEXT);
                yield iss.flatMap(issuer -> sub.map(name -> new Identified(ofIssuer(issuer, name))));
            }
        });
    }

    private Optional<String> ofIssuer(String iss, String sub) {
        if (configuration.rules().identity().isOwn(new IssuerIdentifier(iss))) {
            return Optional.of(sub);
        }
        return configuration.issuers().stream()
                .filter(issuer -> issuer.issuer().value().equals(iss))
                .findFirst()
                .flatMap(issuer -> mapped(issuer, sub));
    }

    /** A subject derived from another claim cannot be determined from {@code sub}. */
    private static Optional<String> mapped(TrustedIssuer issuer, String sub) {
        return switch (issuer.grants().subject()) {
            case SubjectMapping.IssuerScoped _ -> Optional.of(issuer.name() + ":" + sub);
            case SubjectMapping.AsIs _ -> Optional.of(sub);
            case SubjectMapping.FromClaim _ -> Optional.empty();
        };
    }
}
