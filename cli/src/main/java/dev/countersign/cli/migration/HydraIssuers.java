package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The trusted grant issuers of Hydra. It has one for each subject and key; those of the same issuer become one trusted
 * token issuer.
 */
final class HydraIssuers {
    private final Migration migration;
    private final List<ObjectNode> keys;

    /** The issuers and sets that name a key ID, because a file of keys does not name its own set. */
    private final Map<String, Set<List<String>>> ownersByKid = new HashMap<>();

    HydraIssuers(Migration migration, List<ObjectNode> keys) {
        this.migration = migration;
        this.keys = keys;
    }

    /**
     * A trusted grant issuer.
     *
     * @param subject the one subject; empty for any
     */
    private record Grant(
            String issuer,
            Optional<String> subject,
            Set<String> scopes,
            String keySet,
            String kid,
            Optional<JsonNode> key,
            Optional<Instant> expiresAt) {}

    void read(List<ObjectNode> records) throws CallFailedException {
        Map<String, List<Grant>> byIssuer = new LinkedHashMap<>();
        for (ObjectNode record : records) {
            Grant grant = grant(record);
            ownersByKid.computeIfAbsent(grant.kid(), _ -> new HashSet<>()).add(List.of(grant.issuer(), grant.keySet()));
            if (grant.expiresAt().filter(migration.now()::isAfter).isPresent()) {
                migration
                        .report()
                        .add(
                                Fate.LEFT_OUT,
                                label(grant.issuer()),
                                "expires_at",
                                "The grant of the key %s expired at %s."
                                        .formatted(
                                                grant.kid(), grant.expiresAt().orElseThrow()));
            } else {
                byIssuer.computeIfAbsent(grant.issuer(), _ -> new ArrayList<>()).add(grant);
            }
        }
        byIssuer.forEach(this::draft);
    }

    private static String label(String issuer) {
        return "issuer \"%s\"".formatted(issuer);
    }

    private Grant grant(ObjectNode node) throws CallFailedException {
        var unnamed = ForeignRecord.of("issuer", node);
        String issuer = unnamed.text("issuer").orElseThrow(() -> unnamed.malformed("issuer", "is required"));
        var record = ForeignRecord.of(label(issuer), node).ignoring("id", "created_at", "issuer");
        boolean isAny = record.flag(false, "allow_any_subject");
        Optional<String> subject = record.text("subject").filter(_ -> !isAny);
        if (!isAny && subject.isEmpty()) {
            throw record.malformed("subject", "is required without allow_any_subject");
        }
        Optional<ForeignRecord> reference = record.part("public_key");
        Optional<JsonNode> own = Optional.of(node.path("jwk")).filter(JsonNode::isObject);
        record.ignoring("jwk");
        String kid = reference.isPresent()
                ? reference.get().text("kid").orElse("")
                : own.map(jwk -> jwk.path("kid").asString("")).orElse("");
        String set = reference.isPresent() ? reference.get().text("set").orElse(issuer) : issuer;
        var grant = new Grant(issuer, subject, new TreeSet<>(record.texts("scope")), set, kid, own, instant(record));
        migration.report().unknown(record.label(), record.unread());
        return grant;
    }

    private static Optional<Instant> instant(ForeignRecord record) throws CallFailedException {
        Optional<String> text = record.text("expires_at");
        try {
            return text.map(Instant::parse);
        } catch (DateTimeParseException malformed) {
            throw record.malformed("expires_at", "must be a time such as 2030-01-31T12:00:00Z");
        }
    }

    private void draft(String issuer, List<Grant> grants) {
        String name = issuer.replaceFirst("^https?://", "");
        var draft = new MigratedIssuer(migration, label(issuer), name, "issuer", issuer);
        keys(draft, grants);
        subjects(draft, grants);
        scopes(draft, grants);
        expiry(draft, grants);
        rules(draft);
        draft.finish();
    }

    /** The list names the keys; the keys themselves are in the JWK sets. */
    private void keys(MigratedIssuer draft, List<Grant> grants) {
        Set<JsonNode> found = new LinkedHashSet<>();
        for (Grant grant : grants) {
            Set<JsonNode> candidates = candidates(grant);
            if (candidates.size() == 1 && isUnambiguous(grant)) {
                found.addAll(candidates);
            } else {
                draft.undecided("public_key", objection(grant, candidates));
            }
        }
        if (!found.isEmpty()) {
            ArrayNode set = RemoteJson.array();
            found.forEach(set::add);
            draft.jwks("public_key", set);
        }
    }

    private Set<JsonNode> candidates(Grant grant) {
        Set<JsonNode> candidates = new LinkedHashSet<>(grant.key().stream().toList());
        keys.stream()
                .filter(key -> key.path("kid").asString("").equals(grant.kid()))
                .forEach(candidates::add);
        return candidates;
    }

    private boolean isUnambiguous(Grant grant) {
        return ownersByKid.getOrDefault(grant.kid(), Set.of()).size() == 1;
    }

    private String objection(Grant grant, Set<JsonNode> candidates) {
        if (!isUnambiguous(grant)) {
            return "Several issuers or sets name a key with the kid %s, and a file of keys does not name its set. No such key"
                            .formatted(grant.kid())
                    + " is taken. Import each issuer alone, together with its own set.";
        }
        return candidates.isEmpty()
                ? "The list of issuers does not contain the key %s. Give the answer of /admin/keys/%s as a further file."
                        .formatted(grant.kid(), grant.keySet())
                : "The files have several keys with the kid %s. Give one file for each import.".formatted(grant.kid());
    }

    /** Here every key of an issuer is for all of its subjects. */
    private static void subjects(MigratedIssuer draft, List<Grant> grants) {
        if (grants.stream().allMatch(grant -> grant.subject().isEmpty())) {
            return;
        }
        Map<String, Set<String>> subjectsByKey = new LinkedHashMap<>();
        grants.forEach(grant -> subjectsByKey
                .computeIfAbsent(grant.kid(), _ -> new TreeSet<>())
                .add(grant.subject().orElse("")));
        if (new HashSet<>(subjectsByKey.values()).size() > 1) {
            draft.disable("subject", "Its keys are for different subjects there, and for all of its subjects here.");
        }
        if (grants.stream().noneMatch(grant -> grant.subject().isEmpty())) {
            draft.onlySubjects(
                    "subject",
                    grants.stream().flatMap(grant -> grant.subject().stream()).toList());
        }
    }

    private static void scopes(MigratedIssuer draft, List<Grant> grants) {
        var common = new TreeSet<>(grants.getFirst().scopes());
        grants.forEach(grant -> common.retainAll(grant.scopes()));
        if (grants.stream().anyMatch(grant -> !grant.scopes().equals(common))) {
            draft.undecided("scope", "Its grants have different scopes there. Those that all have are carried.");
        }
        List<String> patterns =
                common.stream().filter(scope -> scope.contains("*")).toList();
        patterns.forEach(pattern -> draft.undecided(
                "scope", "The scope %s is a pattern; list the scopes that it stands for.".formatted(pattern)));
        common.removeAll(patterns);
        draft.carry("scope", "scopes", List.copyOf(common));
    }

    private static void expiry(MigratedIssuer draft, List<Grant> grants) {
        List<Instant> times =
                grants.stream().flatMap(grant -> grant.expiresAt().stream()).toList();
        if (times.isEmpty()) {
            return;
        }
        Instant earliest = times.stream().min(Comparator.naturalOrder()).orElseThrow();
        draft.condition("expires_at", "claims.exp <= " + earliest.getEpochSecond());
        draft.differs(
                "expires_at",
                "An issuer does not expire here. A condition refuses assertions that expire after %s%s."
                        .formatted(
                                earliest, times.stream().distinct().count() > 1 ? ", the earliest of its times" : ""));
    }

    private void rules(MigratedIssuer draft) {
        draft.audiences("", List.of());
        if (migration.audiences().isEmpty()) {
            draft.differs(
                    "",
                    "Hydra accepts its token endpoint as aud. Here it is the issuer identifier or the token endpoint of this"
                            + " server; name the other with %s while both are used.".formatted(ImportCommand.AUDIENCE));
        }
        draft.set("subject.mapping", "as_is");
        draft.set("clock_skew_seconds", 0L);
        draft.set("iat.require", true);
        draft.set("replay.require_jti", true);
        draft.differs(
                "",
                "As in Hydra's defaults, jti and iat are required and no clock skew is tolerated, and the subject is that of"
                        + " the assertion. Hydra accepts lifetimes up to oauth2.grant.jwt.max_ttl, by default 30 days; here"
                        + " max_lifetime_seconds is one day, and iat is at most 30 minutes ago.");
    }
}
