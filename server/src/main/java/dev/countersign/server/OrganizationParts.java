package dev.countersign.server;

import dev.countersign.core.dpop.DpopNonces;
import dev.countersign.core.dpop.DpopRules;
import dev.countersign.core.dpop.DpopVerifier;
import dev.countersign.core.event.SecurityEventReceiver;
import dev.countersign.core.explain.Explainer;
import dev.countersign.core.grant.TokenEndpoint;
import dev.countersign.core.jose.jwk.JwkReader;
import dev.countersign.core.keys.JwksFetcher;
import dev.countersign.core.keys.Keyring;
import dev.countersign.core.keys.KeyringPorts;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.trust.IssuedAtDefaults;
import dev.countersign.core.trust.ServerRules;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.admin.AdminApi;
import dev.countersign.server.admin.AdminParts;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.resource.OrganizationResource;
import dev.countersign.server.config.DpopSettings;
import dev.countersign.server.config.JwtGrantSettings;
import dev.countersign.server.config.SigningKeySettings;
import dev.countersign.server.http.HealthCheck;
import dev.countersign.server.http.HttpParts;
import dev.countersign.server.http.TrustedProxies;
import dev.countersign.server.http.token.LoadShedder;
import dev.countersign.server.insight.Expiring;
import dev.countersign.server.metrics.MeteredKeyringEvents;
import dev.countersign.server.metrics.MeteredTokenEvents;
import dev.countersign.server.metrics.Meters;
import dev.countersign.server.net.FetchesWithoutFiles;
import dev.countersign.server.notice.CurrentNotice;
import dev.countersign.server.notice.NoticeServices;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.organization.Organizations;
import dev.countersign.server.people.PeopleServices;
import dev.countersign.server.people.token.PersonalTokens;
import dev.countersign.server.registry.trust.RegistrationLimits;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.signing.RotateSigningKeys;
import dev.countersign.server.signing.SigningKeyRing;
import dev.countersign.server.store.OrganizationDatabase;
import dev.countersign.server.web.AdministrationGate;
import dev.countersign.server.web.ClientCertificates;
import dev.countersign.server.web.PathService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All parts of one organization. Nothing in them knows that there are others: what differs between organizations, from the
 * issuer identifier to the rows of the database, is chosen when they are made.
 */
final class OrganizationParts {
    private final SharedParts shared;
    private final ServerIdentity self;
    private final TrustConfiguration configuration;
    private final PeopleServices people;
    private final PersonalTokens personalTokens;
    private final Keyring keyring;
    private final OwnClients clients;
    private final RotateSigningKeys rotation;
    private final HttpParts http;
    private final NoticeServices notices;
    private final OrganizationThrottles throttles;

    /**
     * Creates the parts.
     *
     * @param rows the rows of the organization
     * @param limits of what can be registered
     * @param name its name now; empty for the root
     * @param certificates those that it has notices of, with their ends
     * @param others the other organizations, which the root administers
     * @throws dev.countersign.core.jose.signing.UnsealingException when its signing keys are sealed under another master key
     */
    OrganizationParts(
            SharedParts shared,
            OrganizationDatabase rows,
            ServerIdentity self,
            Supplier<RegistrationLimits> limits,
            Supplier<String> name,
            Supplier<List<Expiring>> certificates,
            Optional<Organizations> others) {
        this.shared = shared;
        this.self = self;
        this.throttles = new OrganizationThrottles(shared.database().throttles(), self.organizationPath());
        OrganizationDatabase database = rows.with(ConsoleSignIn.waysIn(shared, self));
        this.configuration = new TrustConfiguration(database.trust(), rules(shared, self), limits);
        configuration.freshness(shared.fresh());
        this.people =
                PeopleServices.of(database.people(), throttles, Wiring.CLOCK, ConsoleSignIn.passwords(shared, self));
        var signingKeys =
                SigningKeyRing.open(database.signingKeys(), shared.masterKeys(), shared.keyGeneration(), Wiring.CLOCK);
        this.rotation = rotation(signingKeys);
        this.keyring = keyring(database);
        this.clients = OwnClients.of(shared, fetcher(), throttles, configuration, database);
        shared.fetches().add(keyring);
        shared.fetches().add(clients.keys());
        var ports = ports(database, signingKeys);
        var endpoint = new TokenEndpoint(ports, clients.authenticator());
        OwnTokens tokens = tokens(ports, database);
        this.personalTokens =
                new PersonalTokens(database.personalTokens(), ConsoleSignIn.issuer(shared, self), Wiring.CLOCK);
        this.notices =
                Administration.notices(configuration, keyring, clients.keys(), personalTokens, certificates, database);
        AdminParts administration =
                Administration.parts(shared, configuration, keyring, new Explainer(ports), rotation, notices, database);
        this.http = new HttpParts(
                endpoint,
                load(),
                tokens.parts(),
                signingKeys,
                shared.deployment().signingKeys().cache(),
                healthChecks(signingKeys),
                shared.meters()::writeTo,
                tokens.gate(),
                new SecurityEventReceiver(configuration, keyring, database.securityEvents(), Wiring.CLOCK),
                new TrustedProxies(shared.deployment().server().trustedProxies()),
                services(tokens, administration, endpoint, database, name, others));
    }

    /** The REST API, the console, and the address for logouts of the OpenID provider. */
    private List<PathService> services(
            OwnTokens tokens,
            AdminParts administration,
            TokenEndpoint endpoint,
            OrganizationDatabase database,
            Supplier<String> name,
            Optional<Organizations> others) {
        return Stream.<Stream<? extends PathService>>of(
                        Stream.of(api(tokens, administration, others)),
                        ConsoleSignIn.logout(shared, self, people),
                        Administration.console(
                                shared,
                                administration,
                                endpoint,
                                keyring,
                                people,
                                personalTokens,
                                database,
                                name,
                                others)
                                .stream())
                .<PathService>flatMap(Function.identity())
                .toList();
    }

    private PathService api(OwnTokens tokens, AdminParts administration, Optional<Organizations> organizations) {
        List<Endpoint> endpoints = organizations
                .map(others -> new OrganizationResource(others).endpoints())
                .orElse(List.of());
        return AdminApi.of(
                new AdministrationGate(tokens.gate(), personalTokens)::admit,
                self.servedPaths(),
                administration,
                endpoints);
    }

    TrustConfiguration configuration() {
        return configuration;
    }

    PeopleServices people() {
        return people;
    }

    HttpParts http() {
        return http;
    }

    /** Fetches in the background the keys that will be needed soon. */
    void refreshKeys() {
        keyring.prefetch();
        clients.refreshKeys();
    }

    /** Reads the configuration again after a change of unknown outcome, and rotates signing keys that are due. */
    void catchUp() {
        configuration.refreshIfDoubtful();
        rotation.rotateIfDue();
        rotation.tryKeys();
    }

    /**
     * Computes the notices that hold now.
     *
     * @param report whether the webhook is told of them
     */
    void watch(boolean report) {
        List<CurrentNotice> all = notices.open().list();
        if (report) {
            notices.undelivered().records().observe(metric(self), all, Timestamps.now(Wiring.CLOCK));
        }
    }

    /** The numbers of the notices that were computed last. */
    void countNotices(Meters.NoticeGauge gauge) {
        notices.open()
                .last()
                .forEach(notice -> gauge.add(
                        metric(self), notice.kind().code(), notice.severity().word()));
    }

    /** The rules of the server for the organization with this identity. */
    static ServerRules rules(SharedParts shared, ServerIdentity self) {
        JwtGrantSettings settings = shared.deployment().jwtGrant();
        return new ServerRules(
                self,
                new IssuedAtDefaults(settings.iatValidation(), settings.iatValidityPeriod()),
                shared.keyGeneration().offered());
    }

    private Keyring keyring(OrganizationDatabase database) {
        var ofIssuers = new Keyring(new KeyringPorts(
                fetcher(),
                database.jwks(),
                new MeteredKeyringEvents(shared.meters(), metric(self)),
                Wiring.CLOCK,
                shared.background(),
                shared.waitingForKeys()));
        retain(ofIssuers);
        configuration.onIssuerChange(_ -> retain(ofIssuers));
        return ofIssuers;
    }

    private JwksFetcher fetcher() {
        return self.organizationPath().isEmpty() ? shared.fetches() : new FetchesWithoutFiles(shared.fetches());
    }

    private RotateSigningKeys rotation(SigningKeyRing signingKeys) {
        SigningKeySettings settings = shared.deployment().signingKeys();
        return new RotateSigningKeys(signingKeys, settings.rotation(), settings.publishAhead());
    }

    /** The value by which the metrics tell an organization from others. */
    static String metric(ServerIdentity self) {
        return self.organization().orElse("root");
    }

    /** Ends what refers to these parts, which are no longer used. */
    void close() {
        shared.fetches().remove(keyring);
        shared.fetches().remove(clients.keys());
        throttles.close();
    }

    private void retain(Keyring ofIssuers) {
        ofIssuers.retain(
                configuration.issuers().stream().map(TrustedIssuer::keyOwner).toList());
    }

    private TokenEndpoint.Ports ports(OrganizationDatabase database, SigningKeyRing signingKeys) {
        DpopSettings dpop = shared.deployment().dpop();
        return new TokenEndpoint.Ports(
                configuration,
                keyring,
                database.ledger(),
                database.refreshTokens(),
                signingKeys,
                new DpopVerifier(
                        new JwkReader(shared.crypto()),
                        new DpopRules(dpop.nonceRequired(), dpop.maxAge()),
                        new DpopNonces(signingKeys.derive("dpop nonces" + self.organizationPath()))),
                OwnTokens.live(signingKeys, configuration, database),
                new MeteredTokenEvents(
                        shared.meters(), metric(self), shared.telemetry().events(metric(self), database.tokenEvents())),
                shared.telemetry().phases(),
                Wiring.CLOCK);
    }

    private OwnTokens tokens(TokenEndpoint.Ports ports, OrganizationDatabase database) {
        return OwnTokens.of(
                ports,
                configuration,
                clients.authenticator(),
                shared.telemetry().requests(),
                new ClientCertificates(shared.deployment().server().mutualTls().proxyAddresses()),
                database);
    }

    private LoadShedder.Load load() {
        return new LoadShedder.Load(
                shared.waitingForKeys()::get,
                shared.database().auditLog()::isBehind,
                shared.meters()::tokenRequestShed);
    }

    private List<HealthCheck> healthChecks(SigningKeyRing signingKeys) {
        var checks = new ArrayList<HealthCheck>();
        checks.add(new HealthCheck("database", shared.database()::isHealthy));
        checks.add(new HealthCheck("trust", configuration::isFresh));
        if (shared.keyGeneration().module().isPresent()) {
            checks.add(new HealthCheck("signing_keys", signingKeys::isUsable));
        }
        return checks;
    }
}
