package dev.countersign.server;

import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.http.HttpParts.Organizations.AtHost;
import dev.countersign.server.insight.Expiring;
import dev.countersign.server.organization.HostRules;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationDirectory;
import dev.countersign.server.organization.OrganizationHost;
import dev.countersign.server.organization.OrganizationHost.Certificate;
import dev.countersign.server.transport.tls.CertificateEnds;
import dev.countersign.server.transport.tls.CertificateFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The host names of organizations at this server. The host of the base URL is never one of them: an organization that has
 * had it since before the base URL was changed is served as if it did not have it.
 */
final class OrganizationHosts implements HostRules {
    private final ServerIdentity self;
    private final String ofServer;
    private final Path conf;
    private final OrganizationDirectory directory;
    private final CertificateEnds ends;

    /**
     * Creates the host names.
     *
     * @param self the identity of the root organization
     * @param conf the folder that relative paths of files start from
     */
    OrganizationHosts(ServerIdentity self, Path conf, OrganizationDirectory directory, CertificateEnds ends) {
        this.self = self;
        this.ofServer = self.host();
        this.conf = conf;
        this.directory = directory;
        this.ends = ends;
    }

    @Override
    public boolean isOfServer(String name) {
        return name.equals(ofServer);
    }

    @Override
    public Optional<String> objection(Certificate certificate) {
        return files(certificate)
                .map(CertificateFiles::objection)
                .orElseGet(() -> Optional.of("The files have no valid path."));
    }

    @Override
    public String issuer(Organization organization) {
        return identity(organization).issuer().value();
    }

    /** The host names at which the organization is served. */
    List<String> names(Organization organization) {
        return organization.hostNames().stream()
                .filter(name -> !isOfServer(name))
                .toList();
    }

    /** The identity of an organization as it is now. */
    ServerIdentity identity(Organization organization) {
        return self.ofOrganization(organization.slug(), names(organization));
    }

    /** The organization with this host name. */
    Optional<AtHost> at(String name) {
        return find(name)
                .map(organization -> new AtHost(
                        organization.slug(), names(organization).getFirst().equals(name)));
    }

    /** The files of the own certificate of this host. */
    Optional<CertificateFiles> certificate(String name) {
        return find(name)
                .flatMap(organization -> organization.hosts().stream()
                        .filter(host -> host.name().equals(name))
                        .findFirst()
                        .flatMap(OrganizationHost::certificate)
                        .map(this::resolved));
    }

    /** The own certificates of the host names at which the organization is served, with their ends. */
    List<Expiring> expiring(Organization organization) {
        return organization.hosts().stream()
                .filter(host -> !isOfServer(host.name()))
                .flatMap(host -> host
                        .certificate()
                        .flatMap(this::files)
                        .flatMap(files -> ends.of(files.certificate()))
                        .map(end -> new Expiring.HostCertificate(host.name(), end))
                        .stream())
                .<Expiring>map(expiring -> expiring)
                .toList();
    }

    private Optional<Organization> find(String name) {
        return isOfServer(name) ? Optional.empty() : directory.ofHost(name);
    }

    private Optional<CertificateFiles> files(Certificate certificate) {
        try {
            return Optional.of(resolved(certificate));
        } catch (InvalidPathException invalid) {
            return Optional.empty();
        }
    }

    private CertificateFiles resolved(Certificate certificate) {
        return new CertificateFiles(conf.resolve(certificate.file()), conf.resolve(certificate.keyFile()));
    }
}
