package dev.countersign.cli.migration;

import dev.countersign.base.text.FoldedName;
import dev.countersign.base.text.VisibleCharacters;
import dev.countersign.cli.remote.RemoteJson;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Result of an import while it grows: the trust file, the secrets, and the report. */
final class Migration {
    private static final int LONGEST_NAME = 120;

    private final List<String> audiences;
    private final Instant now;
    private final boolean keepsSecrets;
    private final MigrationReport report = new MigrationReport();
    private final MigratedSecrets secrets = new MigratedSecrets();
    private final Map<String, ObjectNode> issuers = new TreeMap<>();
    private final Map<String, ObjectNode> applications = new TreeMap<>();
    private final Map<String, Set<String>> takenNames = new HashMap<>();

    /**
     * Starts an import.
     *
     * @param audiences further values of aud, of all issuers
     * @param keepsSecrets whether there is a file for secrets
     */
    Migration(List<String> audiences, Instant now, boolean keepsSecrets) {
        this.audiences = audiences;
        this.now = now;
        this.keepsSecrets = keepsSecrets;
    }

    List<String> audiences() {
        return audiences;
    }

    Instant now() {
        return now;
    }

    boolean keepsSecrets() {
        return keepsSecrets;
    }

    MigrationReport report() {
        return report;
    }

    MigratedSecrets secrets() {
        return secrets;
    }

    void addIssuer(ObjectNode issuer) {
        issuers.put(issuer.path("name").asString(""), issuer);
    }

    void addApplication(ObjectNode application) {
        applications.put(application.path("name").asString(""), application);
    }

    boolean hasIssuer(String identifier) {
        return issuers.values().stream()
                .anyMatch(issuer -> issuer.path("issuer").asString("").equals(identifier));
    }

    boolean hasClient(String clientId) {
        return applications.values().stream()
                .anyMatch(application ->
                        application.path("client_id").asString("").equals(clientId));
    }

    String counts() {
        return "%s trusted token issuer%s and %s application%s"
                .formatted(
                        issuers.size(),
                        issuers.size() == 1 ? "" : "s",
                        applications.size(),
                        applications.size() == 1 ? "" : "s");
    }

    /** The trust file, ordered by name. */
    ObjectNode document() {
        ObjectNode document = RemoteJson.object();
        var order = Comparator.comparing(FoldedName::of);
        document.putArray("trusted_token_issuers")
                .addAll(issuers.keySet().stream()
                        .sorted(order)
                        .map(issuers::get)
                        .toList());
        document.putArray("applications")
                .addAll(applications.keySet().stream()
                        .sorted(order)
                        .map(applications::get)
                        .toList());
        return document;
    }

    /** A valid name of a kind of resource that no other has, as near as possible to the wanted one. */
    String name(String kind, String wanted) {
        var visible = new StringBuilder();
        wanted.codePoints()
                .limit(LONGEST_NAME - 5)
                .forEach(c -> visible.appendCodePoint(VisibleCharacters.is(c) && c != ':' ? c : '-'));
        String base = visible.toString().strip();
        String name = base;
        Set<String> taken = takenNames.computeIfAbsent(kind, _ -> new HashSet<>());
        for (int i = 2; !taken.add(FoldedName.of(name)); i++) {
            name = base + " " + i;
        }
        return name;
    }
}
