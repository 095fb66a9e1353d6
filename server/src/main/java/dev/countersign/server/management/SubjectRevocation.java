package dev.countersign.server.management;

import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The revocation of everything that names a subject, as others who know it by another name ask for it
 * (draft-parecki-oauth-global-token-revocation-06, with the subject identifiers of RFC 9493 §3.2).
 */
public final class SubjectRevocation {
    private static final String SUB_ID = "sub_id";
    private static final String FORMAT = "format";
    private static final TextRule TEXT = TextRule.anyText(2000);

    private final TrustConfiguration configuration;
    private final RevokeTokens tokens;

    public SubjectRevocation(TrustConfiguration configuration, RevokeTokens tokens) {
        this.configuration = configuration;
        this.tokens = tokens;
    }

    /** The forms in which a subject can be named. */
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
     * Revokes what names the subject that {@code sub_id} identifies.
     *
     * @return how many tokens were valid until now; not found when nobody of ours is known by it, or has a valid token
     * @throws StoreUnavailableException when it could not be written, or not in time
     */
    public Outcome<Long> revoke(Administrator who, Map<String, Object> input) {
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
                .map(name -> tokens.ofSubject(who, name))
                .orElse(0L);
        return revoked > 0 ? new Outcome.Done<>(revoked) : new Outcome.NotFound<>();
    }

    /** The subject as our tokens name it; empty when it is nobody's. */
    private record Identified(Optional<String> subject) {}

    /** Empty when the identifier is wrong. */
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
        if (iss.equals(configuration.self().value())) {
            return Optional.of(sub);
        }
        return configuration.issuers().stream()
                .filter(issuer -> issuer.issuer().value().equals(iss))
                .findFirst()
                .flatMap(issuer -> mapped(issuer, sub));
    }

    /** A subject that comes of another claim cannot be told from {@code sub}. */
    private static Optional<String> mapped(TrustedIssuer issuer, String sub) {
        return switch (issuer.subject()) {
            case SubjectMapping.IssuerScoped _ -> Optional.of(issuer.name() + ":" + sub);
            case SubjectMapping.AsIs _ -> Optional.of(sub);
            case SubjectMapping.FromClaim _ -> Optional.empty();
        };
    }
}
