package dev.countersign.server.registry.kind;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredType;
import dev.countersign.server.registry.field.TextRule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules for secrets of applications: stored as hashes, two at most. */
public final class SecretRules {
    /** A secret is hashed once and fast, so it must be too long to be guessed. */
    static final int SHORTEST_GIVEN = 32;

    static final int LONGEST_GIVEN = 512;

    /** Secrets in an application's document: ids and dates. */
    static final MemberType<List<ClientSecret>> TYPE = new MemberType<>(
            (_, _) -> Optional.empty(),
            secrets -> document(secrets, Map.of()),
            new StoredType<>(_ -> Optional.empty(), (_, _) -> Optional.empty()),
            MemberType.schema("type", "array", "items", MemberType.schema("$ref", "#/components/schemas/Secret")),
            Shape.OBJECT,
            false);

    private SecretRules() {}

    /**
     * Secrets in an application's document.
     *
     * @param lastUses by the id of the secret
     */
    static List<Map<String, Object>> document(List<ClientSecret> secrets, Map<String, Instant> lastUses) {
        return secrets.stream().map(secret -> document(secret, lastUses)).toList();
    }

    private static Map<String, Object> document(ClientSecret secret, Map<String, Instant> lastUses) {
        Optional<Instant> lastUse =
                Optional.ofNullable(lastUses.get(secret.id())).or(secret::lastUsedAt);
        var document = new LinkedHashMap<String, Object>();
        document.put("id", secret.id());
        document.put("created_at", secret.createdAt().toString());
        document.put("expires_at", JsonValues.orNull(secret.expiresAt().map(Instant::toString)));
        document.put("last_used_at", JsonValues.orNull(lastUse.map(Instant::toString)));
        return document;
    }

    /** The rule for a secret given by an administrator: the characters of RFC 6749 appendix A.2. */
    public static TextRule given() {
        return new TextRule(
                LONGEST_GIVEN,
                text -> text.length() >= SHORTEST_GIVEN && text.chars().allMatch(c -> c >= 0x20 && c < 0x7F),
                "%s to %s printable ASCII characters".formatted(SHORTEST_GIVEN, LONGEST_GIVEN));
    }

    /** A warning for a secret that form-encoding changes, which curl and other clients omit (RFC 6749 §2.3.1). */
    public static Optional<Problem> warning(String secret) {
        return secret.indexOf('+') < 0 && secret.indexOf('%') < 0
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                "/client_secret",
                                "secret_needs_encoding",
                                "The secret contains + or %, which clients must form-encode for HTTP Basic (RFC 6749 §2.3.1). curl -u and"
                                        + " other clients do not, and are refused. A secret without these characters works with all clients."));
    }

    /**
     * Whether a change of the authentication method removes the secrets of an application. An application that signs
     * has no secret, and its earlier secrets must not become valid again when it stops signing.
     */
    public static boolean end(RegisteredClient before, RegisteredClient after) {
        return before.credentials().authenticationMethod().usesSecret()
                != after.credentials().authenticationMethod().usesSecret();
    }

    /** The record of a new secret under a new id. */
    public static ClientSecret of(String secret, Instant now, Optional<Instant> expiresAt) {
        return new ClientSecret(Secrets.generateId(), Sha256.ofUtf8(secret), now, expiresAt, Optional.empty());
    }

    /** The secrets that are removed when another one is added. */
    public static List<ClientSecret> expired(RegisteredClient application, Instant now) {
        return application.credentials().secrets().stream()
                .filter(secret -> secret.isExpired(now))
                .toList();
    }

    /** The secrets that have not expired. */
    public static List<ClientSecret> live(RegisteredClient application, Instant now) {
        return application.credentials().secrets().stream()
                .filter(secret -> !secret.isExpired(now))
                .toList();
    }
}
