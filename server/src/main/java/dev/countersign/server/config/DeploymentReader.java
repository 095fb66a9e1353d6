package dev.countersign.server.config;

import dev.countersign.server.address.AddressRange;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.config.setting.ConfigurationProblem;
import dev.countersign.server.config.setting.DeploymentFile;
import dev.countersign.server.config.setting.DpopNonce;
import dev.countersign.server.config.setting.EnvironmentVariables;
import dev.countersign.server.config.setting.Given;
import dev.countersign.server.config.setting.Origin;
import dev.countersign.server.config.setting.Pkcs11Setting;
import dev.countersign.server.config.setting.ProxySetting;
import dev.countersign.server.config.setting.Raw;
import dev.countersign.server.config.setting.ServerMode;
import dev.countersign.server.config.setting.Setting;
import dev.countersign.server.config.setting.SettingTable;
import dev.countersign.server.config.setting.TelemetrySetting;
import dev.countersign.server.config.setting.Values;
import dev.countersign.server.config.setting.WebhookSetting;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reader of the configuration: the file, overridden by the environment, overridden by command options. */
public final class DeploymentReader {
    private final Home home;
    private final List<ConfigurationProblem> problems = new ArrayList<>();
    private final Values values;

    private DeploymentReader(Home home, Map<String, String> environment, Map<String, String> options) {
        this.home = home;
        var given = new LinkedHashMap<>(DeploymentFile.read(home.deploymentFile(), problems));
        given.putAll(EnvironmentVariables.read(environment, problems));
        options.forEach((key, value) -> given.put(key, new Given(new Raw.Text(value), option(key))));
        this.values = new Values(given, problems);
    }

    /**
     * Reads the configuration of a home; writes nothing.
     *
     * @param options values by key, such as {@code server.port}, from the command line
     */
    public static DeploymentReading read(Home home, Map<String, String> environment, Map<String, String> options) {
        return new DeploymentReader(home, environment, options).read();
    }

    private static Origin option(String key) {
        var setting = SettingTable.find(key).orElseThrow(() -> new IllegalArgumentException("no setting " + key));
        return new Origin.Option("--" + setting.name());
    }

    private DeploymentReading read() {
        var deployment = new Deployment(
                home,
                server(),
                database(),
                jwksEndpoint(),
                proxy(),
                new JwtGrantSettings(values.of(SettingTable.IAT_VALIDATION), values.of(SettingTable.IAT_VALIDITY)),
                new DpopSettings(
                        values.of(SettingTable.DPOP_NONCE) == DpopNonce.REQUIRED, values.of(SettingTable.DPOP_MAX_AGE)),
                signingKeys(),
                testIssuer(),
                new RetentionSettings(values.of(SettingTable.AUDIT_RETENTION), values.of(SettingTable.TOKEN_RETENTION)),
                new LogSettings(values.of(SettingTable.LOG_LEVEL), values.of(SettingTable.LOG_EXCHANGES)),
                webhook(),
                new ConsoleReader(values).read(),
                telemetry(),
                values.effective());
        return problems.isEmpty() ? new DeploymentReading.Sound(deployment) : new DeploymentReading.Faulty(problems);
    }

    private SigningKeySettings signingKeys() {
        var settings = new SigningKeySettings(
                values.of(SettingTable.KEY_ROTATION),
                values.of(SettingTable.KEY_PUBLISH_AHEAD),
                values.of(SettingTable.KEY_CACHE),
                new ModuleReader(values).read(file(Pkcs11Setting.LIBRARY), file(Pkcs11Setting.PIN_FILE)));
        if (!settings.isSeenInTime()) {
            values.problem(
                    SettingTable.KEY_PUBLISH_AHEAD,
                    "a key must be published for at least cache_seconds and %s seconds before it signs"
                            .formatted(SigningKeySettings.SPREAD.toSeconds()));
        }
        return settings;
    }

    private ServerSettings server() {
        int port = values.of(SettingTable.PORT_HTTPS);
        Optional<Integer> httpPort = values.of(SettingTable.PORT_HTTP);
        if (port != 0 && httpPort.isPresent() && httpPort.get() == port) {
            values.problem(SettingTable.PORT_HTTP, "HTTPS is served on port %s already".formatted(port));
        }
        return new ServerSettings(
                values.of(SettingTable.BASE_URL),
                port,
                values.of(SettingTable.BIND),
                httpPort,
                values.of(SettingTable.HTTP_BIND),
                values.of(SettingTable.HTTP2_PRIOR_KNOWLEDGE),
                addresses(SettingTable.TRUSTED_PROXIES),
                tls(),
                mutualTls(port, httpPort));
    }

    private MutualTlsSettings mutualTls(int port, Optional<Integer> httpPort) {
        Optional<Integer> own = values.of(SettingTable.PORT_MUTUAL_TLS).filter(number -> number != 0);
        if (own.isPresent() && (own.get() == port || own.equals(httpPort))) {
            values.problem(
                    SettingTable.PORT_MUTUAL_TLS,
                    "port %s is taken already; %s and %s need ports of their own"
                            .formatted(own.get(), SettingTable.PORT_HTTPS.key(), SettingTable.PORT_HTTP.key()));
        }
        return new MutualTlsSettings(
                values.of(SettingTable.PORT_MUTUAL_TLS),
                files(SettingTable.CLIENT_AUTHORITIES),
                addresses(SettingTable.CERTIFICATE_PROXIES));
    }

    private List<AddressRange> addresses(Setting<List<String>> setting) {
        return values.of(setting).stream().map(AddressRange::parse).toList();
    }

    private TlsSettings tls() {
        var certificate = file(SettingTable.CERTIFICATE);
        var privateKey = file(SettingTable.PRIVATE_KEY);
        together(SettingTable.CERTIFICATE, SettingTable.PRIVATE_KEY);
        together(SettingTable.PRIVATE_KEY, SettingTable.CERTIFICATE);
        return new TlsSettings(
                certificate.flatMap(chain -> privateKey.map(key -> new TlsSettings.PemFiles(chain, key))));
    }

    /** In production mode the test issuer is not available, since it signs any assertion on request. */
    private TestIssuerSettings testIssuer() {
        boolean enabled = values.of(SettingTable.TEST_ISSUER);
        if (enabled && values.of(SettingTable.MODE) == ServerMode.PRODUCTION) {
            values.problem(
                    SettingTable.TEST_ISSUER,
                    "is refused in production mode; set %s to \"development\" on a server that is not in production"
                            .formatted(SettingTable.MODE.key()));
        }
        return new TestIssuerSettings(enabled);
    }

    private DatabaseSettings database() {
        together(SettingTable.DATABASE_USERNAME, SettingTable.DATABASE_URL);
        together(SettingTable.DATABASE_PASSWORD, SettingTable.DATABASE_URL);
        return new DatabaseSettings(
                values.of(SettingTable.DATABASE_URL),
                values.of(SettingTable.DATABASE_USERNAME),
                values.of(SettingTable.DATABASE_PASSWORD),
                values.of(SettingTable.POOL_SIZE),
                values.of(SettingTable.FRESHNESS));
    }

    private Optional<WebhookSettings> webhook() {
        together(WebhookSetting.SECRET, WebhookSetting.URL);
        together(WebhookSetting.SECRET_FILE, WebhookSetting.URL);
        together(WebhookSetting.TIMEOUT, WebhookSetting.URL);
        return new WebhookReader(values).read(file(WebhookSetting.SECRET_FILE));
    }

    private Optional<ProxySettings> proxy() {
        together(ProxySetting.NO_PROXY, ProxySetting.PROXY);
        together(ProxySetting.USERNAME, ProxySetting.PROXY);
        together(ProxySetting.PASSWORD, ProxySetting.USERNAME);
        together(ProxySetting.PASSWORD_FILE, ProxySetting.USERNAME);
        return new ProxyReader(values).read(file(ProxySetting.PASSWORD_FILE));
    }

    private TelemetrySettings telemetry() {
        return new TelemetrySettings(
                values.of(TelemetrySetting.ENABLED),
                values.of(TelemetrySetting.ENDPOINT),
                values.of(TelemetrySetting.SERVICE_NAME),
                values.of(TelemetrySetting.SAMPLE_PERCENT),
                values.of(TelemetrySetting.HEADERS_OF_EXPORT));
    }

    private JwksEndpointSettings jwksEndpoint() {
        return new JwksEndpointSettings(
                values.of(SettingTable.CONNECTION_TIMEOUT),
                values.of(SettingTable.READ_TIMEOUT),
                values.of(SettingTable.SIZE_LIMIT),
                values.of(SettingTable.ALLOWED_PRIVATE_HOSTS),
                files(SettingTable.TRUSTED_CERTIFICATES));
    }

    /** Reports a setting that has no effect without another one. */
    private void together(Setting<?> setting, Setting<?> other) {
        if (values.isGiven(setting) && !values.isGiven(other)) {
            values.problem(setting, "needs %s beside it".formatted(other.key()));
        }
    }

    private Optional<Path> file(Setting<Optional<String>> setting) {
        return values.of(setting).flatMap(name -> readable(setting, name));
    }

    private List<Path> files(Setting<List<String>> setting) {
        var files = new ArrayList<Path>();
        for (String name : values.of(setting)) {
            readable(setting, name).ifPresent(files::add);
        }
        return files;
    }

    private Optional<Path> readable(Setting<?> setting, String name) {
        try {
            var path = home.conf().resolve(name);
            if (Files.isRegularFile(path) && Files.isReadable(path)) {
                return Optional.of(path);
            }
            values.problem(setting, "there is no readable file " + path);
        } catch (InvalidPathException notAPath) {
            values.problem(setting, "\"%s\" is not a path".formatted(name));
        }
        return Optional.empty();
    }
}
