package dev.countersign.server.preset;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.AudienceRecipe;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.core.trust.Pin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Content of {@code presets.json}.
 *
 * <p>An issuer that many tenants share is recognised by one of its {@code issuers} or by a {@code pattern}, both in
 * lower case and without a trailing slash. Its tenant is named by a condition that compares one of its {@code claims}
 * with a literal other than {@code no_tenant}, or {@code prefix_claim} with a beginning of the form {@code prefix},
 * which cannot be the beginning of another tenant's values.
 *
 * <p>{@code without_credentials} has the same form, without issuers.
 *
 * @param presets by name
 * @param shared issuers that many tenants share and that have no preset
 */
record PresetFile(List<Preset> presets, List<SharedIssuer> shared) {
    private static final String RESOURCE = "/presets/presets.json";

    static PresetFile load() {
        try (InputStream in = PresetFile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            JsonNode root = JsonMapper.shared().readTree(in);
            return new PresetFile(
                    all(root.path("presets"), PresetFile::preset), all(root.path("shared"), PresetFile::shared));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static <T> List<T> all(JsonNode list, Function<JsonNode, T> element) {
        return list.valueStream().map(element).toList();
    }

    private static Preset preset(JsonNode json) {
        return new Preset(
                text(json, "name"),
                text(json, "title"),
                text(json, "description"),
                all(json.path("parameters"), PresetFile::parameter),
                all(json.path("forms"), form -> new IssuerForm(text(form, "issuer"), text(form, "jwks_url"))),
                json.path("algorithms")
                        .valueStream()
                        .map(name -> Algorithm.of(name.asString()).orElseThrow())
                        .collect(Collectors.toSet()),
                constant(Reuse.class, json, "reuse"),
                settings(json.path("settings")),
                all(json.path("shared"), PresetFile::shared),
                all(json.path("pins"), pin -> new PinParameter(parameter(pin), text(pin, "condition"))),
                json.has("without_credentials")
                        ? Optional.of(shared(json.path("without_credentials")))
                        : Optional.empty(),
                constant(AudienceRecipe.class, json, "audience"));
    }

    private static String text(JsonNode json, String member) {
        return json.required(member).asString();
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode json, String member) {
        return Enum.valueOf(type, text(json, member).toUpperCase(Locale.ROOT));
    }

    private static Parameter parameter(JsonNode json) {
        return new Parameter(
                text(json, "name"),
                constant(ParameterKind.class, json, "kind"),
                text(json, "description"),
                text(json, "example"));
    }

    /** The values as an administrator's input has them. */
    private static Map<String, Object> settings(JsonNode json) {
        return StrictJson.readObject(json.toString().getBytes(StandardCharsets.UTF_8))
                        instanceof Parsed.Read(var members)
                ? members
                : Map.of();
    }

    private static SharedIssuer shared(JsonNode json) {
        List<String> claims = texts(json.path("claims"));
        Optional<String> noTenant = json.path("no_tenant").asStringOpt();
        Optional<String> prefixClaim = json.path("prefix_claim").asStringOpt();
        var prefix = Pattern.compile(json.path("prefix").asString(""));
        return new SharedIssuer(
                recognised(json),
                text(json, "reason"),
                claims,
                pin -> switch (pin) {
                    case Pin.Equal(String claim, String literal) ->
                        claims.contains(claim)
                                && noTenant.filter(literal::equalsIgnoreCase).isEmpty();
                    case Pin.Prefix(String claim, String literal) ->
                        prefixClaim.filter(claim::equals).isPresent()
                                && prefix.matcher(literal).matches();
                },
                text(json, "example"));
    }

    private static Predicate<String> recognised(JsonNode json) {
        return json.has("pattern")
                ? Pattern.compile(text(json, "pattern")).asMatchPredicate()
                : UnmodifiableCopies.of(new LinkedHashSet<>(texts(json.path("issuers"))))::contains;
    }

    private static List<String> texts(JsonNode list) {
        return all(list, JsonNode::asString);
    }
}
