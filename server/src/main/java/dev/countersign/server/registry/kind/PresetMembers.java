package dev.countersign.server.registry.kind;

import dev.countersign.base.text.NearestName;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.PresetUse;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.preset.Parameter;
import dev.countersign.server.preset.Preset;
import dev.countersign.server.preset.Presets;
import dev.countersign.server.preset.Reuse;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.registry.field.StoredType;
import dev.countersign.server.registry.field.TextRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reader of the members {@code preset} and {@code preset_parameters}: it supplies members that the input leaves
 * out, and finds contradictions to the preset.
 */
final class PresetMembers {
    static final String PRESET = "preset";
    static final String PARAMETERS = "preset_parameters";
    private static final String PRESET_PARAMETERS_STORED = "parameters";

    private static final TextRule WORD = TextRule.anyText(100);
    private static final TextRule VALUE = TextRule.anyText(2000);

    static final MemberType<Optional<PresetUse>> TYPE = new MemberType<>(
            (_, _) -> Optional.empty(),
            use -> JsonValues.orNull(use.map(PresetUse::name)),
            new StoredType<>(
                    use -> use.map(PresetMembers::stored),
                    (document, name) ->
                            Optional.of(document.optionalMembers(name).map(PresetMembers::ofStored))),
            MemberType.schema("type", List.of("string", "null")),
            Shape.TEXT,
            true);

    static final MemberType<Optional<Map<String, String>>> PARAMETERS_TYPE = new MemberType<>(
            (_, _) -> Optional.empty(),
            parameters -> JsonValues.orNull(parameters.map(TreeMap::new)),
            new StoredType<>(_ -> Optional.empty(), (_, _) -> Optional.empty()),
            MemberType.schema(
                    "type", List.of("object", "null"), "additionalProperties", MemberType.schema("type", "string")),
            Shape.OBJECT,
            true);

    private PresetMembers() {}

    private static Map<String, Object> stored(PresetUse use) {
        return JsonValues.object("name", use.name(), PRESET_PARAMETERS_STORED, new TreeMap<>(use.parameters()));
    }

    private static PresetUse ofStored(StoredMembers preset) {
        var parameters = new TreeMap<String, String>();
        StoredMembers given = preset.members(PRESET_PARAMETERS_STORED);
        given.object().propertyNames().forEach(name -> parameters.put(name, given.text(name)));
        return new PresetUse(preset.text("name"), parameters);
    }

    /**
     * The completed input.
     *
     * @param input with the members that follow from the preset
     * @param chosen the preset itself, when there is one of that name
     */
    record Filled(Map<String, Object> input, Optional<PresetUse> use, Optional<Preset> chosen) {}

    /** Reads the two members and supplies the others. Members of the input take precedence. */
    static Filled fill(Map<String, Object> input, List<Problem> problems) {
        var members = new InputMembers(input, "", problems, input.keySet());
        Optional<String> name = members.optionalText(PRESET, WORD);
        Optional<Preset> preset = name.flatMap(Presets::named);
        if (preset.isEmpty()) {
            name.ifPresent(unknown -> members.problem(PRESET, Problem.UNKNOWN_REFERENCE, unknown(unknown)));
            if (name.isEmpty() && members.has(PARAMETERS)) {
                members.problem(PARAMETERS, Problem.NOT_ALLOWED, "Parameters need a preset. Set preset.");
            }
            return new Filled(input, Optional.empty(), Optional.empty());
        }
        int before = problems.size();
        Map<String, String> parameters = parameters(members, preset.get());
        Optional<Preset.Addresses> addresses =
                problems.size() > before ? Optional.empty() : addresses(members, preset.get(), parameters);
        Map<String, Object> followed = addresses
                .map(found -> preset.get().members(found))
                .orElseGet(() -> preset.get().settings());
        return new Filled(
                proposed(pinned(filled(input, followed), preset.get().conditions(parameters)), preset.get()),
                Optional.of(new PresetUse(preset.get().name(), parameters)),
                preset);
    }

    private static String unknown(String name) {
        String all = String.join(", ", Presets.names());
        return NearestName.among(Presets.names(), name)
                .map(nearest ->
                        "There is no such preset; did you mean \"%s\"? The presets are %s.".formatted(nearest, all))
                .orElse("There is no such preset; the presets are %s.".formatted(all));
    }

    private static Map<String, String> parameters(InputMembers members, Preset preset) {
        var names = preset.inputs().stream().map(Parameter::name).collect(Collectors.toSet());
        var values = new TreeMap<String, String>();
        members.object(PARAMETERS, names)
                .ifPresent(given -> preset.inputs()
                        .forEach(parameter -> given.optionalText(parameter.name(), VALUE)
                                .ifPresent(value -> {
                                    values.put(parameter.name(), value);
                                    if (!parameter.kind().accepts(value)) {
                                        given.problem(
                                                parameter.name(),
                                                Problem.MALFORMED,
                                                "Must be %s, such as %s."
                                                        .formatted(
                                                                parameter.kind().description(), parameter.example()));
                                    }
                                })));
        return values;
    }

    private static Optional<Preset.Addresses> addresses(
            InputMembers members, Preset preset, Map<String, String> parameters) {
        Optional<String> issuer =
                members.value("issuer").filter(String.class::isInstance).map(String.class::cast);
        Optional<Preset.Addresses> addresses =
                issuer.isPresent() ? preset.addressesOf(issuer.get(), parameters) : preset.addresses(parameters);
        if (addresses.isEmpty() && issuer.isPresent()) {
            members.problem(
                    "issuer",
                    Problem.NOT_ALLOWED,
                    "This is not an issuer of the preset \"%s\"%s. The form is %s."
                            .formatted(
                                    preset.name(),
                                    parameters.isEmpty() ? "" : " with these parameters",
                                    preset.forms().stream()
                                            .map(form -> form.issuer())
                                            .collect(Collectors.joining(" or "))));
        } else if (addresses.isEmpty() && !members.has("issuer")) {
            members.problem(
                    PARAMETERS,
                    Problem.REQUIRED,
                    "The preset \"%s\" needs the parameters %s. Set them, or set issuer."
                            .formatted(preset.name(), preset.choices()));
        }
        return addresses;
    }

    private static Map<String, Object> filled(Map<String, Object> input, Map<String, Object> followed) {
        var filled = new LinkedHashMap<>(input);
        followed.forEach((name, value) -> {
            Object written = input.get(name);
            if (written == null || written == JsonNull.NULL) {
                filled.put(name, value);
            } else if (!name.equals("keys") || hasNoSource(written)) {
                filled.put(name, merged(written, value));
            }
        });
        return filled;
    }

    /** Adds the conditions that follow from parameters; those of the input remain. */
    private static Map<String, Object> pinned(Map<String, Object> input, List<String> conditions) {
        if (conditions.isEmpty()) {
            return input;
        }
        List<?> written = input.get("conditions") instanceof List<?> list ? list : List.of();
        var pinned = new LinkedHashMap<>(input);
        pinned.put(
                "conditions",
                Stream.concat(conditions.stream(), written.stream()).distinct().toList());
        return pinned;
    }

    /** For workloads, a default application means that requests without client credentials are wanted. */
    private static Map<String, Object> proposed(Map<String, Object> input, Preset preset) {
        if (preset.withoutCredentials().isEmpty() || !(input.get("default_application") instanceof String)) {
            return input;
        }
        var proposed = new LinkedHashMap<>(input);
        proposed.putIfAbsent("client_authentication", "optional");
        return proposed;
    }

    /** Whether keys are written without a source, such as only with the authorities of a cluster. */
    private static boolean hasNoSource(Object keys) {
        return JsonValues.members(keys)
                .filter(members ->
                        List.of("jwks_url", "certificates", "jwks").stream().noneMatch(members::containsKey))
                .isPresent();
    }

    /** Merges the given members of an object with the others. */
    private static Object merged(Object written, Object followed) {
        Optional<Map<String, Object>> one = JsonValues.members(written);
        Optional<Map<String, Object>> other = JsonValues.members(followed);
        if (one.isEmpty() || other.isEmpty()) {
            return written;
        }
        var merged = new LinkedHashMap<>(one.get());
        other.get().forEach(merged::putIfAbsent);
        return merged;
    }

    /** Reports contradictions between an issuer and its preset. */
    static void constrain(TrustedIssuer issuer, Preset preset, InputMembers members, List<Problem> warnings) {
        List<String> foreign = issuer.verification().algorithms().stream()
                .filter(algorithm -> !preset.algorithms().contains(algorithm))
                .sorted()
                .map(Algorithm::value)
                .toList();
        if (!foreign.isEmpty()) {
            members.problem(
                    "algorithms",
                    Problem.NOT_ALLOWED,
                    "%s does not sign with %s.".formatted(preset.title(), String.join(", ", foreign)));
        }
        if (preset.reuse() == Reuse.NEVER && issuer.verification().replay().allowReuse()) {
            members.problem(
                    "replay",
                    Problem.NOT_ALLOWED,
                    "Tokens of %s are used once. Set allow_reuse to false, so that a copied token is refused."
                            .formatted(preset.title()));
        }
        if (preset.reuse() == Reuse.USUAL && !issuer.verification().replay().allowReuse()) {
            warnings.add(new Problem(
                    "/replay/allow_reuse",
                    "tokens_are_reused",
                    "Tokens of %s are usually presented many times. With allow_reuse false, every use after the first is refused."
                            .formatted(preset.title())));
        }
    }
}
