package dev.countersign.server;

import dev.countersign.cli.BuildVersion;
import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.core.jose.signing.UnsealingException;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.config.DatabaseSettings;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.JwksEndpointSettings;
import dev.countersign.server.config.ProxySettings;
import dev.countersign.server.http.HttpServer;
import dev.countersign.server.metrics.Meters;
import dev.countersign.server.net.HttpJwksFetcher;
import dev.countersign.server.net.OutboundProxy;
import dev.countersign.server.net.OutboundSettings;
import dev.countersign.server.net.SharedJwksFetches;
import dev.countersign.server.notice.NoticeWebhook;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationDirectory;
import dev.countersign.server.organization.OrganizationRecords;
import dev.countersign.server.organization.Organizations;
import dev.countersign.server.people.PeopleServices;
import dev.countersign.server.registry.trust.RegistrationLimits;
import dev.countersign.server.run.PeriodicTasks;
import dev.countersign.server.run.RunningServer;
import dev.countersign.server.run.ServerReport;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.signing.MasterKeys;
import dev.countersign.server.store.Database;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.database.UnusableDatabaseException;
import dev.countersign.server.transport.NettyServer;
import dev.countersign.server.transport.tls.CertificateEnds;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

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
        Telemetry telemetry = Telemetry.start(deployment);
        var meters = new Meters(BuildVersion.current(), telemetry.traceId());
        Optional<Database> opened = Optional.empty();
        boolean started = false;
        try {
            Database database = database(deployment, meters);
            opened = Optional.of(database);
            CryptoProvider crypto = CryptoProvider.choose();
            LOG.log(System.Logger.Level.INFO, "Signatures are created and verified by " + crypto.description());
            RunningServer server = start(deployment, environment, crypto, telemetry, meters, database);
            started = true;
            return server;
        } catch (StoreUnavailableException unavailable) {
            throw StartRefusedException.unavailable("%s cannot be used: %s"
                    .formatted(opened.map(Database::description).orElse(""), unavailable.reason()));
        } finally {
            if (!started) {
                opened.ifPresent(Database::close);
                telemetry.close();
            }
        }
    }

    private static RunningServer start(
            Deployment deployment,
            Map<String, String> environment,
            CryptoProvider crypto,
            Telemetry telemetry,
            Meters meters,
            Database database)
            throws StartRefusedException {
        Listening.Ports tlsPorts = Listening.ports(deployment);
        ServerIdentity self = self(deployment, tlsPorts);
        OutboundSettings outbound = outbound(deployment);
        HttpJwksFetcher fetcher = fetcher(outbound);
        var authorities = CompletableFuture.runAsync(fetcher::prepare);
        var fresh = new Freshness();
        ExecutorService background = telemetry.carrying(Executors.newVirtualThreadPerTaskExecutor());
        MasterKeys masterKeys = OwnKeys.masterKeys(
                deployment, environment, database.of(OrganizationKey.ROOT).signingKeys());
        var shared = new SharedParts(
                deployment,
                crypto,
                telemetry,
                meters,
                database,
                self,
                masterKeys,
                OwnKeys.generation(deployment),
                outbound,
                ConsoleSignIn.provider(deployment, self, masterKeys, outbound),
                new SharedJwksFetches(telemetry.fetches(fetcher), CLOCK, background),
                background,
                new AtomicInteger(),
                Listening.clientAuthorities(deployment),
                Listening.certificate(deployment),
                new CertificateEnds(),
                fresh);
        Optional<NoticeWebhook> webhook = NoticeTasks.webhook(shared);
        OrganizationRecords records = database.organizations();
        var directory = new OrganizationDirectory(records);
        var others = new ServedOrganizations(shared, directory);
        OrganizationParts root = root(shared, organizations(shared, directory, others), others, environment);
        fresh.judge(database.listen(
                () -> refresh(records, directory, root, others),
                deployment.database().freshness()));
        Administration.bootstrap(root.configuration(), root.people(), environment);
        authorities.join();
        HttpServer http = Listening.listen(deployment, tlsPorts, shared.certificate(), root.http(), others);
        var tasks = new ArrayList<>(NoticeTasks.start(shared, webhook, root, others));
        tasks.add(tasks(shared, root, others));
        return new WiredServer(report(shared, root.people(), http), tasks, http, database, telemetry);
    }

    private static ServerIdentity self(Deployment deployment, Listening.Ports ports) {
        IssuerIdentifier issuer = deployment.server().issuer(ports.https());
        return new ServerIdentity(
                issuer, new Audience(withoutSlash(issuer.value()) + "/oauth2/token"), ports.mutualTls());
    }

    private static Organizations organizations(
            SharedParts shared, OrganizationDirectory directory, ServedOrganizations others) {
        return new Organizations(
                shared.database().organizations(),
                directory,
                new FoundedOrganizations(shared, others),
                others.hostRules(),
                CLOCK);
    }

    private static OrganizationParts root(
            SharedParts shared,
            Organizations organizations,
            ServedOrganizations others,
            Map<String, String> environment)
            throws StartRefusedException {
        try {
            return new OrganizationParts(
                    shared,
                    shared.database().of(OrganizationKey.ROOT),
                    shared.self(),
                    RegistrationLimits.NONE,
                    () -> "",
                    others::expiring,
                    Optional.of(organizations));
        } catch (UnsealingException foreign) {
            throw OwnKeys.foreign(shared.deployment(), environment);
        } catch (SigningUnavailableException unavailable) {
            throw StartRefusedException.unavailable(
                    "No signing key can be generated: %s".formatted(unavailable.reason()));
        }
    }

    /** Reads again what other nodes have changed. */
    private static void refresh(
            OrganizationRecords records,
            OrganizationDirectory directory,
            OrganizationParts root,
            ServedOrganizations others) {
        Map<Long, OrganizationRecords.Version> versions = records.versions().byNumber();
        directory.refreshTo(versions);
        Optional.ofNullable(versions.get(Organization.ROOT))
                .ifPresent(version -> root.configuration().refreshTo(version.trust()));
        others.refresh(versions);
    }

    private static PeriodicTasks tasks(SharedParts shared, OrganizationParts root, ServedOrganizations others) {
        var tasks = new PeriodicTasks("periodic-tasks");
        tasks.add(
                "authorities of clients",
                RELOAD,
                RELOAD,
                () -> shared.clientAuthorities().reloadIfChanged());
        tasks.add("keys of issuers and applications", PERIOD, PERIOD, () -> {
            others.dropUnused();
            root.refreshKeys();
            others.made().forEach(OrganizationParts::refreshKeys);
        });
        tasks.add("configuration and signing keys", PERIOD, PERIOD, () -> {
            root.catchUp();
            others.made().forEach(OrganizationParts::catchUp);
        });
        return tasks;
    }

    private static Database database(Deployment deployment, Meters meters) throws StartRefusedException {
        try {
            Database database = Database.open(
                    storeSettings(deployment),
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

    static StoreSettings storeSettings(Deployment deployment) {
        DatabaseSettings settings = deployment.database();
        return new StoreSettings(
                settings.url(),
                settings.username(),
                settings.password(),
                settings.poolSize(),
                deployment.home().data());
    }

    static OutboundSettings outbound(Deployment deployment) {
        JwksEndpointSettings settings = deployment.jwksEndpoint();
        return new OutboundSettings(
                settings.connectionTimeout(),
                settings.readTimeout(),
                settings.sizeLimitBytes(),
                settings.allowedPrivateHosts(),
                settings.trustedCertificates(),
                deployment.proxy().map(Wiring::proxy),
                deployment.home().conf());
    }

    private static OutboundProxy proxy(ProxySettings settings) {
        return new OutboundProxy(
                settings.host(),
                settings.port(),
                settings.username()
                        .flatMap(user ->
                                settings.password().map(password -> new OutboundProxy.Credentials(user, password))),
                settings.noProxy());
    }

    static HttpJwksFetcher fetcher(OutboundSettings outbound) throws StartRefusedException {
        try {
            return new HttpJwksFetcher(outbound);
        } catch (IllegalArgumentException unusable) {
            throw StartRefusedException.configuration("oauth.jwks_endpoint: " + unusable.getMessage());
        }
    }

    private static ServerReport report(SharedParts shared, PeopleServices people, HttpServer http) {
        return new ServerReport(
                shared.self().issuer().value(),
                http.plainPort().isPresent()
                        ? Optional.of(URI.create(
                                "http://" + host(shared.deployment().server().httpBind()) + ":"
                                        + http.plainPort().getAsInt()))
                        : Optional.empty(),
                shared.deployment().home().path(),
                shared.database().description(),
                shared.crypto().description(),
                shared.certificate().certificate(),
                Administration.setupLink(shared.self(), people));
    }

    private static String host(String bind) {
        return bind.contains(":") ? "[" + bind + "]" : bind;
    }

    static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
