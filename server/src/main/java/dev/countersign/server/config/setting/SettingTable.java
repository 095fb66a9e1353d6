package dev.countersign.server.config.setting;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.MILLIS;
import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All settings, in the order of the documentation. */
public final class SettingTable {
    private static final String SERVER = "server";
    private static final String TLS = "server.tls";
    private static final String MUTUAL_TLS = "server.mtls";
    private static final String DATABASE = "database";
    private static final String JWKS = "oauth.jwks_endpoint";
    private static final String JWT = "oauth.grant_type.jwt";
    private static final String DPOP = "oauth.dpop";
    private static final String SIGNING_KEYS = "oauth.signing_keys";
    private static final String RETENTION = "retention";
    private static final String LOG = "log";

    /** No fetch takes longer than 5 s in total, for any timeouts; a value above one minute is an error. */
    private static final int LONGEST_TIMEOUT = 60_000;

    private static final ValueType<Integer> PORT = ValueTypes.number(0, 65_535);
    private static final ValueType<String> HOST = ValueTypes.text("an IP address or a host name", NetworkNames::isHost);
    private static final ValueType<List<String>> FILES =
            ValueTypes.list("paths of PEM files", text -> !text.isBlank() && text.indexOf('\0') < 0);
    private static final ValueType<List<String>> ADDRESSES = ValueTypes.list(
            "IP addresses or CIDR ranges such as 10.1.0.0/28, of reverse proxies and not of everything (/0)",
            NetworkNames::isSomeAddresses);
    private static final ValueType<String> TEXT = ValueTypes.text("text", text -> !text.isEmpty());

    public static final Setting<Optional<String>> BASE_URL = Setting.of(
                    SERVER,
                    "base_url",
                    ValueTypes.text(
                                    "an https URL without user, query, fragment or final slash, such as"
                                            + " https://tokens.example.com",
                                    NetworkNames::isBaseUrl)
                            .optional(),
                    Optional.<String>empty(),
                    "The issuer identifier (RFC 8414 §2) and the base of every published URL. Never derived from a"
                            + " request header.")
            .byDefault("https://localhost:<port>");
    public static final Setting<ServerMode> MODE = Setting.of(
            SERVER,
            "mode",
            ValueTypes.oneOf(ServerMode.values()),
            ServerMode.PRODUCTION,
            "What the server is for. Only in development mode may there be a test issuer.");
    public static final Setting<Integer> PORT_HTTPS =
            Setting.of(SERVER, "port", PORT, 9443, "The port for HTTPS; 0 takes any free one. `--port` overrides it.");
    public static final Setting<String> BIND =
            Setting.of(SERVER, "bind", HOST, "0.0.0.0", "The address HTTPS is served on.");
    public static final Setting<Optional<Integer>> PORT_HTTP = Setting.of(
            SERVER,
            "http_port",
            PORT.orOff(),
            Optional.<Integer>empty(),
            "The port for plain HTTP, for a proxy that terminates TLS (nginx needs `proxy_http_version 1.1`) or a"
                    + " benchmark; 0 takes any free one.");
    public static final Setting<String> HTTP_BIND =
            Setting.of(SERVER, "http_bind", HOST, "127.0.0.1", "The address plain HTTP is served on.");
    public static final Setting<Boolean> HTTP2_PRIOR_KNOWLEDGE = Setting.of(
            SERVER,
            "http2_prior_knowledge",
            ValueTypes.bool(),
            false,
            "Whether plain HTTP is also served as HTTP/2 to a proxy that begins with it (RFC 9113 §3.3). There is no upgrade"
                    + " by `Upgrade: h2c`; over TLS, HTTP/2 is always offered.");
    public static final Setting<List<String>> TRUSTED_PROXIES = Setting.of(
            SERVER,
            "trusted_proxies",
            ADDRESSES,
            List.<String>of(),
            "Reverse proxies in front of the server. The client of a request from one of them is the rightmost address in"
                    + " `Forwarded` (RFC 7239), or else in `X-Forwarded-For`, that is not itself listed here; from any other"
                    + " address both headers are ignored. The client's address counts for the slowing of failures, the fair"
                    + " share of load, the audit and the rule that `/metrics` is open to this machine. A listed proxy must set"
                    + " or remove both headers; see [operations](operations.md#behind-a-reverse-proxy).");

    public static final Setting<Optional<String>> CERTIFICATE = Setting.of(
                    TLS,
                    "certificate",
                    ValueTypes.FILE.optional(),
                    Optional.<String>empty(),
                    "PEM file with the server's certificate chain, reloaded when it changes. A relative path starts at"
                            + " `<home>/conf`. Needs `private_key`.")
            .byDefault("generated for localhost");
    public static final Setting<Optional<String>> PRIVATE_KEY = Setting.of(
                    TLS,
                    "private_key",
                    ValueTypes.FILE.optional(),
                    Optional.<String>empty(),
                    "PEM file with the private key of the certificate. Needs `certificate`.")
            .byDefault("generated for localhost");

    public static final Setting<Optional<Integer>> PORT_MUTUAL_TLS = Setting.of(
            MUTUAL_TLS,
            "port",
            PORT.orOff(),
            Optional.<Integer>empty(),
            "The port of a second HTTPS listener, which asks for a client certificate (RFC 8705); 0 takes any free one. It"
                    + " serves the OAuth endpoints, the metadata and the REST API, at `server.bind`.");
    public static final Setting<List<String>> CLIENT_AUTHORITIES = Setting.of(
            MUTUAL_TLS,
            "trusted_certificates",
            FILES,
            List.<String>of(),
            "PEM files with the certificate authorities of clients that authenticate by `tls_client_auth`, reloaded when they"
                    + " change. No others are trusted; self-signed certificates of clients need none. Relative paths start at"
                    + " `<home>/conf`.");
    public static final Setting<List<String>> CERTIFICATE_PROXIES = Setting.of(
            MUTUAL_TLS,
            "proxy_addresses",
            ADDRESSES,
            List.<String>of(),
            "Proxies that terminate mutual TLS and whose headers `Client-Cert` and `Client-Cert-Chain` (RFC 9440) are"
                    + " trusted; from any other address both are ignored. The address is that of the connection itself,"
                    + " independent of `trusted_proxies`. A listed proxy must set or remove both headers, and present no"
                    + " certificate of its own at `port`; see [operations](operations.md#client-certificates).");

    public static final Setting<Optional<String>> DATABASE_URL = Setting.of(
                    DATABASE,
                    "url",
                    ValueTypes.text("jdbc:postgresql://… without a password in it", NetworkNames::isDatabaseUrl)
                            .optional(),
                    Optional.<String>empty(),
                    "The JDBC URL of a PostgreSQL database.")
            .byDefault("embedded, under <home>/data");
    public static final Setting<Optional<String>> DATABASE_USERNAME = Setting.of(
                    DATABASE,
                    "username",
                    TEXT.optional(),
                    Optional.<String>empty(),
                    "The user of the database at `url`.")
            .byDefault("none");
    public static final Setting<Optional<String>> DATABASE_PASSWORD = Setting.of(
                    DATABASE,
                    "password",
                    TEXT.optional(),
                    Optional.<String>empty(),
                    "The password of that user; better given by its environment variable.")
            .byDefault("none")
            .asSecret();
    public static final Setting<Integer> POOL_SIZE =
            Setting.of(DATABASE, "pool_size", ValueTypes.number(1, 1000), 4, "How many connections may read at once.");
    public static final Setting<Duration> FRESHNESS = Setting.of(
            DATABASE,
            "freshness_seconds",
            ValueTypes.duration(SECONDS, 2, 60),
            Duration.ofSeconds(10),
            "How long a node of several goes on issuing when it cannot find out what another has changed, in seconds.");

    public static final Setting<Duration> CONNECTION_TIMEOUT = Setting.of(
            JWKS,
            "connection_timeout",
            ValueTypes.duration(MILLIS, 1, LONGEST_TIMEOUT),
            Duration.ofSeconds(1),
            "How long connecting to an issuer's JWKS endpoint may take, in milliseconds.");
    public static final Setting<Duration> READ_TIMEOUT = Setting.of(
            JWKS,
            "read_timeout",
            ValueTypes.duration(MILLIS, 1, LONGEST_TIMEOUT),
            Duration.ofSeconds(1),
            "How long the endpoint may stay silent, in milliseconds. A fetch as a whole ends after both timeouts and"
                    + " one second, at most 5 seconds.");
    public static final Setting<Integer> SIZE_LIMIT = Setting.of(
            JWKS,
            "size_limit_bytes",
            ValueTypes.number(1, 16 * 1024 * 1024),
            262_144,
            "The largest JWK set that is read, in bytes.");
    public static final Setting<List<String>> ALLOWED_PRIVATE_HOSTS = Setting.of(
            JWKS,
            "allowed_private_hosts",
            ValueTypes.list("host names, IP addresses or CIDR ranges such as 10.1.0.0/16", NetworkNames::isHostOrCidr),
            List.<String>of(),
            "Hosts that JWK sets may be fetched from although their addresses are loopback, private or link-local;"
                    + " for them plain `http://` is allowed too.");
    public static final Setting<List<String>> TRUSTED_CERTIFICATES = Setting.of(
            JWKS,
            "trusted_certificates",
            FILES,
            List.<String>of(),
            "PEM files with certificate authorities that JWKS endpoints may be certified by, beside those that Java"
                    + " trusts. Relative paths start at `<home>/conf`.");

    public static final Setting<Boolean> IAT_VALIDATION = Setting.of(
            JWT,
            "enable_iat_validation",
            ValueTypes.bool(),
            true,
            "Whether an assertion that was issued too long ago is refused; an issuer may say otherwise for itself.");
    public static final Setting<Duration> IAT_VALIDITY = Setting.of(
            JWT,
            "iat_validity_period",
            ValueTypes.duration(MINUTES, 1, 525_600),
            Duration.ofMinutes(30),
            "How long ago an assertion may have been issued, in minutes.");

    public static final Setting<DpopNonce> DPOP_NONCE = Setting.of(
            DPOP,
            "nonce",
            ValueTypes.oneOf(DpopNonce.values()),
            DpopNonce.OFF,
            "Whether every DPoP proof must hold a nonce of this server (RFC 9449 §8). Each is valid for 2 to 4 minutes, on"
                    + " every node.");
    public static final Setting<Duration> DPOP_MAX_AGE = Setting.of(
            DPOP,
            "max_age_seconds",
            ValueTypes.duration(SECONDS, 1, 300),
            Duration.ofSeconds(60),
            "How long ago a DPoP proof may have been made, in seconds; 5 s of skew are tolerated on both sides.");

    public static final Setting<Duration> KEY_ROTATION = Setting.of(
            SIGNING_KEYS,
            "rotation_days",
            ValueTypes.duration(DAYS, 0, 3650),
            Duration.ofDays(90),
            "How long a key signs access tokens before the next one does, in days; 0 for never by itself. The next key is"
                    + " published before it signs, the old one until its last token has expired.");
    public static final Setting<Duration> KEY_PUBLISH_AHEAD = Setting.of(
            SIGNING_KEYS,
            "publish_ahead_seconds",
            ValueTypes.duration(SECONDS, 1, 604_800),
            Duration.ofDays(1),
            "How long a key is published before it signs, in seconds; at least `cache_seconds` and 10 more.");
    public static final Setting<Duration> KEY_CACHE = Setting.of(
            SIGNING_KEYS,
            "cache_seconds",
            ValueTypes.duration(SECONDS, 1, 43_200),
            Duration.ofMinutes(5),
            "How long others may cache the published keys, in seconds.");

    public static final Setting<Boolean> TEST_ISSUER = Setting.of(
            "test_issuer",
            "enabled",
            ValueTypes.bool(),
            false,
            "Whether the server has a trusted token issuer of its own, which makes sample assertions in the console."
                    + " Needs `server.mode = \"development\"`.");

    public static final Setting<Duration> AUDIT_RETENTION = Setting.of(
            RETENTION,
            "audit_days",
            ValueTypes.duration(DAYS, 1, 36_500),
            Duration.ofDays(90),
            "How long audit events are kept, in days.");
    public static final Setting<Duration> TOKEN_RETENTION = Setting.of(
            RETENTION,
            "token_days",
            ValueTypes.duration(DAYS, 0, 36_500),
            Duration.ofDays(7),
            "How long the record of an access token is kept after the token expired, in days.");

    public static final Setting<LogLevel> LOG_LEVEL = Setting.of(
            LOG,
            "level",
            ValueTypes.oneOf(LogLevel.values()),
            LogLevel.INFO,
            "The least important lines to be logged.");

    public static final Setting<Boolean> LOG_EXCHANGES = Setting.of(
            LOG,
            "exchanges",
            ValueTypes.bool(),
            true,
            "Whether each token request is also a line of JSON on standard output. The audit has it in any case.");

    private static final List<Setting<?>> BEFORE_CONSOLE = List.of(
            BASE_URL,
            MODE,
            PORT_HTTPS,
            BIND,
            PORT_HTTP,
            HTTP_BIND,
            HTTP2_PRIOR_KNOWLEDGE,
            TRUSTED_PROXIES,
            CERTIFICATE,
            PRIVATE_KEY,
            PORT_MUTUAL_TLS,
            CLIENT_AUTHORITIES,
            CERTIFICATE_PROXIES,
            DATABASE_URL,
            DATABASE_USERNAME,
            DATABASE_PASSWORD,
            POOL_SIZE,
            FRESHNESS,
            CONNECTION_TIMEOUT,
            READ_TIMEOUT,
            SIZE_LIMIT,
            ALLOWED_PRIVATE_HOSTS,
            TRUSTED_CERTIFICATES,
            ProxySetting.PROXY,
            ProxySetting.NO_PROXY,
            ProxySetting.USERNAME,
            ProxySetting.PASSWORD_FILE,
            ProxySetting.PASSWORD,
            IAT_VALIDATION,
            IAT_VALIDITY,
            DPOP_NONCE,
            DPOP_MAX_AGE,
            Pkcs11Setting.PROVIDER,
            KEY_ROTATION,
            KEY_PUBLISH_AHEAD,
            KEY_CACHE,
            Pkcs11Setting.LIBRARY,
            Pkcs11Setting.SLOT,
            Pkcs11Setting.TOKEN_LABEL,
            Pkcs11Setting.PIN_FILE,
            Pkcs11Setting.PIN,
            Pkcs11Setting.TIMEOUT,
            TEST_ISSUER,
            AUDIT_RETENTION,
            TOKEN_RETENTION,
            LOG_LEVEL,
            LOG_EXCHANGES,
            WebhookSetting.URL,
            WebhookSetting.SECRET_FILE,
            WebhookSetting.SECRET,
            WebhookSetting.TIMEOUT,
            TelemetrySetting.ENABLED,
            TelemetrySetting.ENDPOINT,
            TelemetrySetting.SERVICE_NAME,
            TelemetrySetting.SAMPLE_PERCENT,
            TelemetrySetting.HEADERS_OF_EXPORT);

    /** All settings, in the order of the documentation. */
    public static final List<Setting<?>> ALL =
            Stream.concat(BEFORE_CONSOLE.stream(), ConsoleSetting.ALL.stream()).toList();

    private SettingTable() {}

    /** The sections in order. */
    public static List<String> sections() {
        return ALL.stream().map(Setting::section).distinct().toList();
    }

    /** The setting with exactly this key. */
    public static Optional<Setting<?>> find(String key) {
        return ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }
}
