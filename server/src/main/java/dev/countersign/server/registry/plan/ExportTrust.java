package dev.countersign.server.registry.plan;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.preset.Preset;
import dev.countersign.server.preset.Presets;
import dev.countersign.server.registry.change.BootstrapAdministrator;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Use case that exports the trust configuration as one document for files, without default values and without secrets.
 * A plan of the document finds no difference. The application of the bootstrap administrator is left out, because the
 * environment determines it.
 */
public final class ExportTrust {
    private static final Set<String> READ_ONLY = Set.of("id", "secrets", "created_at", "updated_at");

    private final TrustConfiguration configuration;

    public ExportTrust(TrustConfiguration configuration) {
        this.configuration = configuration;
    }

    /** The document, sorted by name. */
    public Map<String, Object> export() {
        var document = new LinkedHashMap<String, Object>();
        document.put(
                "trusted_token_issuers",
                configuration.issuers().stream()
                        .sorted(Comparator.comparing(TrustedIssuer::name))
                        .map(ExportTrust::issuer)
                        .toList());
        document.put(
                "api_resources",
                configuration.apiResources().stream()
                        .sorted(Comparator.comparing(ApiResource::name))
                        .map(resource ->
                                small(ApiResourceFields.document(resource), ApiResourceFields.TABLE.defaults()))
                        .toList());
        document.put(
                "applications",
                configuration.applications().stream()
                        .filter(application -> !isBootstrap(application))
                        .sorted(Comparator.comparing(RegisteredClient::name))
                        .map(application ->
                                small(ApplicationFields.document(application), ApplicationFields.TABLE.defaults()))
                        .toList());
        return document;
    }

    private static boolean isBootstrap(RegisteredClient application) {
        return application.credentials().secrets().stream()
                .anyMatch(secret -> secret.id().startsWith(BootstrapAdministrator.SECRET_ID_PREFIX));
    }

    private static Map<String, Object> issuer(TrustedIssuer issuer) {
        var defaults = new LinkedHashMap<String, Object>(IssuerFields.TABLE.defaults());
        issuer.registration()
                .preset()
                .flatMap(use -> Presets.named(use.name())
                        .flatMap(preset ->
                                addresses(preset, use.parameters(), issuer).map(preset::members)))
                .ifPresent(members -> members.forEach((name, value) -> defaults.merge(name, value, ExportTrust::over)));
        boolean isAtAddresses = issuer.registration()
                .preset()
                .filter(use -> Presets.named(use.name())
                        .flatMap(preset -> preset.addresses(use.parameters()))
                        .filter(addresses ->
                                addresses.issuer().equals(issuer.issuer().value()))
                        .isPresent())
                .isPresent();
        if (!isAtAddresses) {
            defaults.remove("issuer");
        }
        return small(IssuerFields.document(issuer), defaults);
    }

    private static Optional<Preset.Addresses> addresses(
            Preset preset, Map<String, String> parameters, TrustedIssuer issuer) {
        return preset.addressesOf(issuer.issuer().value(), parameters);
    }

    /** Merges the value of a preset for an object over the defaults of its other members. */
    private static Object over(Object fallback, Object preset) {
        Optional<Map<String, Object>> one = JsonValues.members(fallback);
        Optional<Map<String, Object>> other = JsonValues.members(preset);
        if (one.isEmpty() || other.isEmpty()) {
            return preset;
        }
        var merged = new LinkedHashMap<>(one.get());
        merged.putAll(other.get());
        return merged;
    }

    private static Map<String, Object> small(Map<String, Object> document, Map<String, Object> defaults) {
        var small = new LinkedHashMap<String, Object>();
        document.forEach((name, value) -> {
            boolean isDefault = defaults.containsKey(name) && Objects.equals(defaults.get(name), value);
            boolean isEmpty =
                    name.equals("preset_parameters") && List.of(Map.of()).contains(value);
            if (!READ_ONLY.contains(name) && !isDefault && !isEmpty) {
                small.put(name, value);
            }
        });
        return small;
    }
}
