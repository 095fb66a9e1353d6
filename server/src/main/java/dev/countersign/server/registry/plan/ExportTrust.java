package dev.countersign.server.registry.plan;

import static dev.countersign.server.registry.trust.RegisteredKind.API_RESOURCES;
import static dev.countersign.server.registry.trust.RegisteredKind.APPLICATIONS;
import static dev.countersign.server.registry.trust.RegisteredKind.ISSUERS;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.preset.Preset;
import dev.countersign.server.preset.Presets;
import dev.countersign.server.registry.change.BootstrapAdministrator;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.trust.RegisteredKind;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustStore;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Use case that exports the trust configuration as one document for files, without default values and without secrets.
 * A plan of the document finds no difference. The application of the bootstrap administrator is left out, because the
 * environment determines it.
 */
public record ExportTrust(TrustConfiguration configuration) {
    private static final Set<String> READ_ONLY = Set.of("id", "secrets", "created_at", "updated_at");

    /** The document, sorted by name. */
    public Map<String, Object> export() {
        return document(
                configuration.current().identity().organization(),
                new TrustStore.Contents(
                        configuration.issuers(), configuration.applications(), configuration.apiResources()));
    }

    /** The same for a configuration that is not in use. */
    public static Map<String, Object> document(Optional<String> organization, TrustStore.Contents contents) {
        var document = new LinkedHashMap<String, Object>();
        organization.ifPresent(slug -> document.put("organization", slug));
        put(document, ISSUERS, contents.issuers().stream(), ExportTrust::issuer);
        put(document, API_RESOURCES, contents.apiResources().stream(), resource -> small(API_RESOURCES, resource));
        put(
                document,
                APPLICATIONS,
                contents.applications().stream().filter(application -> !isBootstrap(application)),
                application -> small(APPLICATIONS, application));
        return document;
    }

    private static <T> void put(
            Map<String, Object> document,
            RegisteredKind<T> kind,
            Stream<T> things,
            Function<T, Map<String, Object>> write) {
        document.put(
                kind.list(),
                things.sorted(Comparator.comparing(kind.name())).map(write).toList());
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

    private static <T> Map<String, Object> small(RegisteredKind<T> kind, T thing) {
        return small(kind.document(thing), kind.table().defaults());
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
