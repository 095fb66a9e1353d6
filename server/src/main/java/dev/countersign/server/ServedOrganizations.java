package dev.countersign.server;

import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.http.HttpParts;
import dev.countersign.server.insight.Expiring;
import dev.countersign.server.organization.HostRules;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationDirectory;
import dev.countersign.server.organization.OrganizationLimits;
import dev.countersign.server.organization.OrganizationRecords.Version;
import dev.countersign.server.registry.trust.RegistrationLimits;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.transport.tls.CertificateFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The organizations other than the root, each with its parts from its first request until nobody has used it for a while: a
 * server with many of them starts as fast as one with none, and has in memory those that are used.
 */
final class ServedOrganizations implements HttpParts.Organizations {
    /** Time for which the parts of an organization stay in memory after its last request. */
    private static final Duration KEPT = Duration.ofMinutes(15);

    private final SharedParts shared;
    private final OrganizationDirectory directory;
    private final OrganizationHosts hosts;
    private final Map<Long, Place> places = new ConcurrentHashMap<>();
    private final List<Consumer<HttpParts>> drops = new CopyOnWriteArrayList<>();

    ServedOrganizations(SharedParts shared, OrganizationDirectory directory) {
        this.shared = shared;
        this.directory = directory;
        this.hosts = new OrganizationHosts(
                shared.self(), shared.deployment().home().conf(), directory, shared.certificateEnds());
    }

    /** The place of one organization; making its parts delays no other. */
    private final class Place {
        private final RateLimit rate = new RateLimit(System::nanoTime);
        private final LastUse lastUse = new LastUse(System::nanoTime);
        private final Organization organization;
        private final String slug;
        private final ServerIdentity self;
        private final OrganizationKey key;
        private volatile @Nullable OrganizationParts parts;
        private boolean closed;

        private Place(Organization organization) {
            this.organization = organization;
            this.slug = organization.slug();
            this.self = hosts.identity(organization);
            this.key = new OrganizationKey(organization.number());
        }

        /** Whether the organization still has the identity that the parts are made for. */
        private boolean isFor(Organization now) {
            return now.hosts().equals(organization.hosts())
                    || now.hostNames().equals(organization.hostNames())
                    || now.version() < organization.version();
        }

        private synchronized void close() {
            closed = true;
            OrganizationParts made = parts;
            if (made != null) {
                drop(made);
            }
        }

        private void drop(OrganizationParts made) {
            made.close();
            drops.forEach(listener -> listener.accept(made.http()));
        }

        private RegistrationLimits limits() {
            return directory
                    .enabled(slug)
                    .map(Organization::limits)
                    .orElse(OrganizationLimits.NONE)
                    .ofRegistration();
        }

        private String name() {
            return directory.enabled(slug).map(Organization::name).orElse(slug);
        }

        private List<Expiring> expiring() {
            return directory.enabled(slug).map(hosts::expiring).orElse(List.of());
        }

        private OrganizationParts parts() {
            OrganizationParts made = parts;
            return made == null ? make() : made;
        }

        private synchronized OrganizationParts make() {
            OrganizationParts made = parts;
            if (made == null) {
                made = new OrganizationParts(
                        shared,
                        shared.database().of(key),
                        self,
                        this::limits,
                        this::name,
                        this::expiring,
                        Optional.empty());
                parts = made;
                if (closed) {
                    // a request that found this place before
                    drop(made);
                }
            }
            return made;
        }
    }

    @Override
    public Found find(String slug) {
        Optional<Organization> organization = directory.enabled(slug);
        if (organization.isEmpty()) {
            return new Found.None();
        }
        Place place = place(organization.get());
        place.lastUse.renew();
        Optional<Long> limit = organization.get().limits().requestsPerSecond();
        return limit.isEmpty() || place.rate.admits(limit.get())
                ? new Found.Served(place.parts().http())
                : new Found.TooMany();
    }

    @Override
    public Optional<AtHost> atHost(String name) {
        return hosts.at(name);
    }

    @Override
    public Optional<CertificateFiles> certificate(String host) {
        return hosts.certificate(host);
    }

    /** The rules for host names. */
    HostRules hostRules() {
        return hosts;
    }

    /** The certificates of the server itself and of all host names, with their ends. */
    List<Expiring> expiring() {
        return Stream.concat(
                        Listening.expiring(shared).stream(),
                        directory.all().stream()
                                .filter(Organization::enabled)
                                .flatMap(organization -> hosts.expiring(organization).stream()))
                .toList();
    }

    /** The place of an organization; a new one, with new parts, once its host names have changed. */
    private Place place(Organization organization) {
        Place place = places.computeIfAbsent(organization.number(), _ -> new Place(organization));
        if (place.isFor(organization)) {
            return place;
        }
        Place fresh = new Place(organization);
        if (places.replace(organization.number(), place, fresh)) {
            place.close();
        }
        return places.getOrDefault(organization.number(), fresh);
    }

    /** The identity of an organization as it is now. */
    ServerIdentity identity(Organization organization) {
        return hosts.identity(organization);
    }

    /** The parts of an organization. */
    OrganizationParts parts(Organization organization) {
        return place(organization).parts();
    }

    /** The organizations that are served and have parts. */
    List<OrganizationParts> made() {
        return directory.all().stream()
                .filter(Organization::enabled)
                .map(organization -> Optional.ofNullable(places.get(organization.number())))
                .flatMap(Optional::stream)
                .map(place -> Optional.ofNullable(place.parts))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Reads again what other nodes have changed, according to these versions, and nothing of other organizations. */
    void refresh(Map<Long, Version> versions) {
        dropUnused();
        places.forEach((number, place) -> {
            OrganizationParts made = place.parts;
            Version version = versions.get(number);
            if (made != null && version != null) {
                made.configuration().refreshTo(version.trust());
            }
        });
    }

    @Override
    public void onDrop(Consumer<HttpParts> listener) {
        drops.add(listener);
    }

    /** Drops the parts of organizations that are deleted, disabled, or not in use. */
    void dropUnused() {
        Set<Long> enabled = directory.all().stream()
                .filter(Organization::enabled)
                .map(Organization::number)
                .collect(Collectors.toSet());
        places.forEach((number, place) -> {
            boolean isUsed = enabled.contains(number) && place.lastUse.isWithin(KEPT);
            if (!isUsed && places.remove(number, place)) {
                place.close();
            }
        });
    }
}
