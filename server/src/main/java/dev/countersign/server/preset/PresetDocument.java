package dev.countersign.server.preset;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.key.Algorithm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A preset as JSON. */
public final class PresetDocument {
    private PresetDocument() {}

    /** All properties of the preset. */
    public static Map<String, Object> of(Preset preset) {
        var document = new LinkedHashMap<String, Object>();
        document.put("name", preset.name());
        document.put("title", preset.title());
        document.put("description", preset.description());
        document.put(
                "parameters",
                preset.inputs().stream().map(PresetDocument::parameter).toList());
        document.put("forms", preset.forms().stream().map(PresetDocument::form).toList());
        document.put(
                "algorithms",
                preset.algorithms().stream().sorted().map(Algorithm::value).toList());
        document.put("reuse", preset.reuse().name().toLowerCase(Locale.ROOT));
        document.put("settings", preset.settings());
        document.put("audience", preset.audience().text());
        document.put(
                "pinned_claims",
                preset.shared().stream().map(PresetDocument::shared).toList());
        document.put(
                "without_credentials",
                preset.withoutCredentials().<Object>map(PresetDocument::shared).orElse(JsonNull.NULL));
        return document;
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        var document = new LinkedHashMap<String, Object>();
        document.put("name", parameter.name());
        document.put("description", parameter.description());
        document.put("must_be", parameter.kind().description());
        document.put("example", parameter.example());
        return document;
    }

    private static Map<String, Object> form(IssuerForm form) {
        var document = new LinkedHashMap<String, Object>();
        document.put("issuer", form.issuer());
        document.put("jwks_url", form.jwksUrl());
        document.put("parameters", form.parameters());
        return document;
    }

    private static Map<String, Object> shared(SharedIssuer shared) {
        var document = new LinkedHashMap<String, Object>();
        document.put("reason", shared.reason());
        document.put("any_of", List.copyOf(shared.claims()));
        document.put("example", shared.example());
        return document;
    }
}
