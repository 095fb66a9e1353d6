package dev.countersign.cli.trustfile;

import dev.countersign.base.text.OrganizationSlug;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several files read as one document, with the position of every value. They contain no secrets; an application may
 * name the environment variable that contains its secret.
 */
public final class TrustFiles {
    /** The lists that a file may contain. */
    public static final List<String> LISTS = List.of("trusted_token_issuers", "api_resources", "applications");

    private static final String ORGANIZATION = "organization";

    /** The members that only a file of a whole organization has. */
    private static final List<String> OF_WHOLE = List.of("organization_settings", "people");

    private final ObjectNode body = JsonNodeFactory.instance.objectNode();
    private final Map<String, SourceLocation> locations = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();
    private final boolean isWhole;

    private TrustFiles(boolean isWhole) {
        this.isWhole = isWhole;
        LISTS.forEach(body::putArray);
    }

    /**
     * A file.
     *
     * @param name name in messages
     */
    public record Source(String name, String text) {}

    /** Lookup of environment variables. */
    public interface Variables {
        Optional<String> value(String name);
    }

    /** Reads all files, or reports all of their problems. */
    public static TrustFiles read(List<Source> sources, Variables variables) throws UnreadableFileException {
        return read(sources, variables, false);
    }

    /** Reads the file of a whole organization, or reports all of its problems. */
    public static TrustFiles readOrganization(Source source, Variables variables) throws UnreadableFileException {
        return read(List.of(source), variables, true);
    }

    private static TrustFiles read(List<Source> sources, Variables variables, boolean isWhole)
            throws UnreadableFileException {
        var files = new TrustFiles(isWhole);
        for (Source source : sources) {
            files.add(source);
        }
        files.takeSecrets(variables);
        if (!files.findings.isEmpty()) {
            throw new UnreadableFileException(files.findings);
        }
        return files;
    }

    /** The document, as accepted by a plan. */
    public ObjectNode body() {
        return body.deepCopy();
    }

    /** Position of the value with this pointer, or of the nearest enclosing one. */
    public Optional<SourceLocation> location(String pointer) {
        String at = pointer;
        while (!at.isEmpty() && !locations.containsKey(at)) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return Optional.ofNullable(locations.get(at)).filter(_ -> pointer.startsWith("/"));
    }

    /** The slug of the organization that the files are for, if they name one. */
    public Optional<String> organization() {
        return Optional.of(body.path(ORGANIZATION).asString("")).filter(slug -> !slug.isEmpty());
    }

    private void add(Source source) {
        try {
            Optional<Node> root = YamlText.read(source.name(), source.text());
            if (root.isEmpty()) {
                return;
            }
            var own = new LinkedHashMap<String, SourceLocation>();
            JsonNode read = new NodeReader(source.name(), own, findings).read(root.get(), "");
            if (read instanceof ObjectNode document) {
                document.properties().forEach(entry -> merge(source, entry.getKey(), entry.getValue(), own));
            } else {
                findings.add("%s:1:1: The document must be a mapping with %s."
                        .formatted(source.name(), String.join(", ", LISTS)));
            }
        } catch (UnreadableFileException unreadable) {
            findings.addAll(unreadable.findings());
        }
    }

    private void merge(Source source, String name, JsonNode value, Map<String, SourceLocation> own) {
        SourceLocation location = own.getOrDefault("/" + name, new SourceLocation(source.name(), 1, 1));
        if (name.equals(ORGANIZATION)) {
            take(value, location);
        } else if (OF_WHOLE.contains(name)) {
            takeOfWhole(name, value, location, own);
        } else if (!LISTS.contains(name)) {
            findings.add("%s: There is no such list; the lists are %s.".formatted(location, String.join(", ", LISTS)));
        } else if (value.isArray()) {
            int offset = body.withArray(name).size();
            value.forEach(body.withArray(name)::add);
            String prefix = "/" + name + "/";
            own.forEach((pointer, at) -> {
                if (pointer.startsWith(prefix)) {
                    locations.put(moved(pointer, prefix, offset), at);
                }
            });
            locations.putIfAbsent("/" + name, location);
        } else if (!value.isNull()) {
            findings.add("%s: Must be a list.".formatted(location));
        }
    }

    /** A member that the server reads in an import. */
    private void takeOfWhole(String name, JsonNode value, SourceLocation location, Map<String, SourceLocation> own) {
        if (isWhole) {
            body.set(name, value);
            locations.put("/" + name, location);
            own.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith("/" + name + "/"))
                    .forEach(entry -> locations.put(entry.getKey(), entry.getValue()));
        } else {
            findings.add(
                    "%s: Only organization import reads \"%s\". Remove it, or import the file as a new organization."
                            .formatted(location, name));
        }
    }

    /** The organization of a file; all files of a command are for the same one. */
    private void take(JsonNode value, SourceLocation location) {
        String slug = value.asString("");
        String other = organization().orElse(slug);
        if (value.isNull()) {
            return;
        }
        if (!value.isString() || !OrganizationSlug.is(slug)) {
            findings.add("%s: Must be the slug of an organization.".formatted(location));
        } else if (!slug.equals(other)) {
            findings.add(
                    "%s: This file is for the organization \"%s\", and another for \"%s\"; all must be for the same."
                            .formatted(location, slug, other));
        } else {
            body.put(ORGANIZATION, slug);
            locations.putIfAbsent("/" + ORGANIZATION, location);
        }
    }

    private static String moved(String pointer, String prefix, int offset) {
        String rest = pointer.substring(prefix.length());
        int end = rest.indexOf('/');
        String index = end < 0 ? rest : rest.substring(0, end);
        return prefix + (Integer.parseInt(index) + offset) + (end < 0 ? "" : rest.substring(end));
    }

    private void takeSecrets(Variables variables) {
        JsonNode applications = body.withArray("applications");
        for (int i = 0; i < applications.size(); i++) {
            if (applications.get(i) instanceof ObjectNode application) {
                takeSecret(application, "/applications/" + i, variables);
            }
        }
    }

    private void takeSecret(ObjectNode application, String pointer, Variables variables) {
        if (application.has("client_secret")) {
            find(
                    pointer + "/client_secret",
                    "Secrets must not be in files. Write secret: {env: NAME} or secret: {generate: true}.");
        }
        if (application.get("secret") instanceof ObjectNode secret && secret.has("env")) {
            String name = secret.path("env").asString("");
            Optional<String> value = name.isEmpty() ? Optional.empty() : variables.value(name);
            if (secret.size() > 1) {
                find(pointer + "/secret", "Set either env or generate, not both.");
            } else if (value.isEmpty()) {
                find(pointer + "/secret/env", "The environment variable \"%s\" is not set.".formatted(name));
            } else {
                application.remove("secret");
                application.put("client_secret", value.get());
                SourceLocation location = location(pointer + "/secret/env").orElseThrow();
                locations.put(pointer + "/client_secret", location);
            }
        }
    }

    private void find(String pointer, String sentence) {
        findings.add(location(pointer).map(location -> location + ": ").orElse("") + sentence);
    }
}
