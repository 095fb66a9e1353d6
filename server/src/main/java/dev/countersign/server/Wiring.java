package dev.countersign.server;

import dev.countersign.cli.BuildVersion;
import dev.countersign.core.dpop.DpopNonces;
import dev.countersign.core.dpop.DpopRules;
import dev.countersign.core.dpop.DpopVerifier;
import dev.countersign.core.event.SecurityEventReceiver;
import dev.countersign.core.explain.Explainer;
import dev.countersign.core.grant.TokenEndpoint;
import dev.countersign.core.jose.jwk.JwkReader;
import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.keys.Keyring;
import dev.countersign.core.keys.KeyringPorts;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.trust.IssuedAtDefaults;
import dev.countersign.core.trust.ServerRules;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.admin.AdminApi;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.DpopSettings;
import dev.countersign.server.config.JwksEndpointSettings;
import dev.countersign.server.config.JwtGrantSettings;
import dev.countersign.server.http.HealthCheck;
import dev.countersign.server.http.HttpParts;
import dev.countersign.server.http.HttpServer;
import dev.countersign.server.http.TrustedProxies;
import dev.countersign.server.http.token.LoadShedder;
import dev.countersign.server.insight.ExplainAssertion;
import dev.countersign.server.metrics.MeteredKeyringEvents;
import dev.countersign.server.metrics.MeteredTokenEvents;
import dev.countersign.server.metrics.Meters;
import dev.countersign.server.net.HttpJwksFetcher;
import dev.countersign.server.net.OutboundSettings;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.people.PeopleServices;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.run.PeriodicTasks;
import dev.countersign.server.run.RunningServer;
import dev.countersign.server.run.ServerReport;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.signing.RotateSigningKeys;
import dev.countersign.server.signing.SigningKeyRing;
import dev.countersign.server.store.Database;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.database.UnusableDatabaseException;
import dev.countersign.server.transport.NettyServer;
import dev.countersign.server.transport.tls.CertificateFiles;
import dev.countersign.server.transport.tls.ClientAuthorityFiles;
import dev.countersign.server.web.ClientCertificates;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/** The one place where the parts of a server are created and connected, in order: no container, no reflection. */
public final class Wiring implements ServerStarter {
    /** The clock of the process. */
    static final Clock CLOCK = Clock.systemUTC();

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration RELOAD = Duration.ofSeconds(1);
    private static final System.Logger LOG = System.getLogger(Wiring.class.getName());

    /** Starts in parallel what takes long and needs no configuration; a start also succeeds without it. */
    static void prepare() {
        // a failure here occurs again where the result is needed
        Thread.ofPlatform().daemon().name("preparation").start(() -> {
            CryptoProvider.choose();
            NettyServer.prepare();
        });
    }

    @Override
    public RunningServer start(Deployment deployment, Map<String, String> environment) throws StartRefusedException {
        var meters = new Meters(BuildVersion.current());
        Database database = database(deployment, meters);
        boolean started = false;
        try {
            CryptoProvider crypto = CryptoProvider.choose();
            LOG.log(System.Logger.Level.INFO, "Signatures are created and verified by " + crypto.description());
            RunningServer server = start(deployment, environment, crypto, meters, database);
            started = true;
            return server;
        } catch (StoreUnavailableException unavailable) {
            throw StartRefusedException.unavailable(
                    "%s cannot be used: %s".formatted(database.description(), unavailable.reason()));
        } finally {
            if (!started) {
                database.close();
            }
        }
    }

    private static RunningServer start(
            Deployment deployment,
            Map<String, String> environment,
            CryptoProvider crypto,
            Meters meters,
            Database database)
            throws StartRefusedException {
        Listening.Ports tlsPorts = Listening.ports(deployment);
        IssuerIdentifier issuer = deployment.server().issuer(tlsPorts.https());
        var self = new ServerIdentity(
                issuer, new Audience(withoutSlash(issuer.value()) + "/oauth2/token"), tlsPorts.mutualTls());
        var rules = new ServerRules(self, issuedAt(deployment.jwtGrant()));
        TrustConfiguration configuration =
                trust(database, rules, deployment.database().freshness());
        PeopleServices people =
                PeopleServices.of(database.of(OrganizationKey.ROOT).people(), database.throttles(), CLOCK);
        Administration.bootstrap(configuration, people, environment);
        SigningKeyRing signingKeys = OwnKeys.open(
                deployment, environment, database.of(OrganizationKey.ROOT).signingKeys());
        var rotation = Administration.rotation(signingKeys, deployment.signingKeys());
        HttpJwksFetcher fetcher = fetcher(deployment);
        var authorities = CompletableFuture.runAsync(fetcher::prepare);
        Keyring keyring = keyring(fetcher, configuration, meters, database);
        DpopVerifier proofs = proofs(deployment.dpop(), crypto, signingKeys);
        var ports = ports(database, configuration, keyring, signingKeys, proofs, meters);
        ClientAuthorityFiles clientAuthorities = Listening.clientAuthorities(deployment);
        var clients = OwnClients.of(fetcher, clientAuthorities, configuration, meters, database);
        var endpoint = new TokenEndpoint(ports, clients.authenticator());
        var explain = new ExplainAssertion(new Explainer(ports), configuration);
        var tokens = tokens(deployment, ports, configuration, clients, database);
        var administration = Administration.parts(deployment, configuration, keyring, explain, rotation, database);
        var api = AdminApi.of(tokens.gate()::admit, path(issuer), administration);
        CertificateFiles certificate = Listening.certificate(deployment);
        var console = Administration.console(
                deployment, issuer, crypto, administration, endpoint, keyring, people, certificate, database);
        var parts = new HttpParts(
                endpoint,
                load(keyring, clients.keys(), database, meters),
                tokens.parts(),
                signingKeys,
                deployment.signingKeys().cache(),
                healthChecks(database, configuration),
                meters::writeTo,
                tokens.gate(),
                new SecurityEventReceiver(
                        configuration,
                        keyring,
                        database.of(OrganizationKey.ROOT).securityEvents(),
                        CLOCK),
                new TrustedProxies(deployment.server().trustedProxies()),
                List.of(api, console));
        HttpServer http = listen(authorities, deployment, tlsPorts, certificate, parts);
        var tasks = tasks(keyring, clients, configuration, rotation, clientAuthorities);
        return new WiredServer(
                report(deployment, issuer, crypto, database, certificate, people, http), tasks, http, database);
    }

    private static OwnTokens tokens(
            Deployment deployment,
            TokenEndpoint.Ports ports,
            TrustConfiguration configuration,
            OwnClients clients,
            Database database) {
        return OwnTokens.of(
                ports,
                configuration,
                clients.authenticator(),
                new ClientCertificates(deployment.server().mutualTls().proxyAddresses()),
                database);
    }

    private static String path(IssuerIdentifier issuer) {
        return withoutSlash(URI.create(issuer.value()).getRawPath());
    }

    private static PeriodicTasks tasks(
            Keyring keyring,
            OwnClients clients,
            TrustConfiguration configuration,
            RotateSigningKeys rotation,
            ClientAuthorityFiles clientAuthorities) {
        var tasks = new PeriodicTasks("periodic-tasks");
        tasks.add("authorities of clients", RELOAD, RELOAD, clientAuthorities::reloadIfChanged);
        tasks.add("keys of issuers", PERIOD, PERIOD, keyring::prefetch);
        tasks.add("keys of applications", PERIOD, PERIOD, clients::refreshKeys);
        tasks.add("refresh of the configuration", PERIOD, PERIOD, configuration::refreshIfDoubtful);
        tasks.add("rotation of signing keys", PERIOD, PERIOD, rotation::rotateIfDue);
        return tasks;
    }

    /** Starts listening once the trusted authorities have been read: a server that cannot read them must not answer. */
    private static HttpServer listen(
            CompletableFuture<Void> authorities,
            Deployment deployment,
            Listening.Ports ports,
            CertificateFiles certificate,
            HttpParts parts)
            throws StartRefusedException {
        authorities.join();
        return Listening.listen(deployment, ports, certificate, parts);
    }

    private static List<HealthCheck> healthChecks(Database database, TrustConfiguration configuration) {
        return List.of(
                new HealthCheck("database", database::isHealthy), new HealthCheck("trust", configuration::isFresh));
    }

    private static IssuedAtDefaults issuedAt(JwtGrantSettings settings) {
        return new IssuedAtDefaults(settings.iatValidation(), settings.iatValidityPeriod());
    }

    private static LoadShedder.Load load(Keyring ofIssuers, Keyring ofClients, Database database, Meters meters) {
        return new LoadShedder.Load(
                () -> ofIssuers.waitingCallers() + ofClients.waitingCallers(),
                database.auditLog()::isBehind,
                meters::tokenRequestShed);
    }

    private static TrustConfiguration trust(Database database, ServerRules rules, Duration freshness) {
        var configuration =
                new TrustConfiguration(database.of(OrganizationKey.ROOT).trust(), rules);
        configuration.freshness(database.listen(configuration::refresh, freshness));
        return configuration;
    }

    private static TokenEndpoint.Ports ports(
            Database database,
            TrustConfiguration configuration,
            Keyring keyring,
            SigningKeyRing signingKeys,
            DpopVerifier proofs,
            Meters meters) {
        var events =
                new MeteredTokenEvents(meters, database.of(OrganizationKey.ROOT).tokenEvents());
        return new TokenEndpoint.Ports(
                configuration,
                keyring,
                database.of(OrganizationKey.ROOT).ledger(),
                database.of(OrganizationKey.ROOT).refreshTokens(),
                signingKeys,
                proofs,
                OwnTokens.live(signingKeys, configuration, database),
                events,
                CLOCK);
    }

    private static DpopVerifier proofs(DpopSettings settings, CryptoProvider crypto, SigningKeyRing signingKeys) {
        return new DpopVerifier(
                new JwkReader(crypto),
                new DpopRules(settings.nonceRequired(), settings.maxAge()),
                new DpopNonces(signingKeys.derive("dpop nonces")));
    }

    private static Database database(Deployment deployment, Meters meters) throws StartRefusedException {
        var settings = deployment.database();
        try {
            Database database = Database.open(
                    new StoreSettings(
                            settings.url(),
                            settings.username(),
                            settings.password(),
                            settings.poolSize(),
                            deployment.home().data()),
                    new Retention(
                            deployment.retention().tokens(),
                            deployment.retention().audit()),
                    CLOCK,
                    meters::batchCommitted);
            meters.auditEventsDropped(database.auditLog()::dropped);
            meters.auditEventsSummarized(database.auditLog()::summarized);
            meters.redemptionsWaiting(database::redemptionsWaiting);
            meters.auditEventsWaiting(database.auditLog()::waiting);
            return database;
        } catch (UnusableDatabaseException unusable) {
            throw StartRefusedException.unavailable(String.valueOf(unusable.getMessage()));
        }
    }

    private static HttpJwksFetcher fetcher(Deployment deployment) throws StartRefusedException {
        JwksEndpointSettings settings = deployment.jwksEndpoint();
        try {
            return new HttpJwksFetcher(new OutboundSettings(
                    settings.connectionTimeout(),
                    settings.readTimeout(),
                    settings.sizeLimitBytes(),
                    settings.allowedPrivateHosts(),
                    settings.trustedCertificates(),
                    deployment.home().conf()));
        } catch (IllegalArgumentException unusable) {
            throw StartRefusedException.configuration("oauth.jwks_endpoint: " + unusable.getMessage());
        }
    }

    private static Keyring keyring(
            HttpJwksFetcher fetcher, TrustConfiguration configuration, Meters meters, Database database) {
        var keyring = new Keyring(new KeyringPorts(
                fetcher,
                database.of(OrganizationKey.ROOT).jwks(),
                new MeteredKeyringEvents(meters),
                CLOCK,
                Executors.newVirtualThreadPerTaskExecutor()));
        retain(keyring, configuration);
        configuration.onIssuerChange(_ -> retain(keyring, configuration));
        return keyring;
    }

    private static void retain(Keyring keyring, TrustConfiguration configuration) {
        keyring.retain(
                configuration.issuers().stream().map(TrustedIssuer::keyOwner).toList());
    }

    private static ServerReport report(
            Deployment deployment,
            IssuerIdentifier issuer,
            CryptoProvider crypto,
            Database database,
            CertificateFiles certificate,
            PeopleServices people,
            HttpServer http) {
        return new ServerReport(
                issuer.value(),
                http.plainPort().isPresent()
                        ? Optional.of(
                                URI.create("http://" + host(deployment.server().httpBind()) + ":"
                                        + http.plainPort().getAsInt()))
                        : Optional.empty(),
                deployment.home().path(),
                database.description(),
                crypto.description(),
                certificate.certificate(),
                Administration.setupLink(issuer, people));
    }

    private static String host(String bind) {
        return bind.contains(":") ? "[" + bind + "]" : bind;
    }

    static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
