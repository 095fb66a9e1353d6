package dev.countersign.server.config;

import dev.countersign.server.config.home.Home;
import dev.countersign.server.config.setting.EffectiveSetting;
import java.util.List;
import java.util.Optional;

/** Configuration of this process, merged from the configuration file, the environment and the command line. */
public record Deployment(
        Home home,
        ServerSettings server,
        DatabaseSettings database,
        JwksEndpointSettings jwksEndpoint,
        Optional<ProxySettings> proxy,
        JwtGrantSettings jwtGrant,
        DpopSettings dpop,
        SigningKeySettings signingKeys,
        TestIssuerSettings testIssuer,
        RetentionSettings retention,
        LogSettings log,
        Optional<WebhookSettings> noticeWebhook,
        ConsoleSettings console,
        TelemetrySettings telemetry,
        List<EffectiveSetting> effective) {
    public Deployment {
        effective = List.copyOf(effective);
    }
}
