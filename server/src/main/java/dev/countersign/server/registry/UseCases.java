package dev.countersign.server.registry;

import dev.countersign.core.oauth.Audience;
import dev.countersign.server.registry.change.ApiResourceUseCases;
import dev.countersign.server.registry.change.ApplicationUseCases;
import dev.countersign.server.registry.change.IssuerUseCases;
import dev.countersign.server.registry.change.SecretUseCases;
import dev.countersign.server.registry.discovery.DiscoverIssuer;
import dev.countersign.server.registry.discovery.JwksTrials;
import dev.countersign.server.registry.discovery.PreviewIssuer;
import dev.countersign.server.registry.keys.JwksUrlRule;
import dev.countersign.server.registry.keys.KeySourceReader;
import dev.countersign.server.registry.kind.IssuerReader;
import dev.countersign.server.registry.plan.ApplyTrust;
import dev.countersign.server.registry.plan.ExportTrust;
import dev.countersign.server.registry.trust.ApplicationReader;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.time.InstantSource;

/** All use cases of administration, for the interfaces that call them. */
public record UseCases(
        TrustConfiguration configuration,
        IssuerUseCases issuers,
        ApplicationUseCases applications,
        SecretUseCases secrets,
        ApiResourceUseCases apiResources,
        DiscoverIssuer discoverIssuer,
        PreviewIssuer previewIssuer,
        ApplyTrust applyTrust,
        ExportTrust exportTrust) {

    /**
     * Creates all use cases.
     *
     * @param urls rule for permitted JWKS URLs
     * @param trials trial of permitted URLs
     */
    public static UseCases of(
            TrustConfiguration configuration, JwksUrlRule urls, JwksTrials trials, InstantSource clock) {
        var keySources = new KeySourceReader(urls, clock);
        var issuers = new IssuerReader(configuration.rules().identity(), keySources);
        var applications = new ApplicationReader(
                new Audience(configuration.rules().identity().issuer().value()),
                configuration.rules().signing(),
                keySources);
        return new UseCases(
                configuration,
                new IssuerUseCases(configuration, issuers, trials, clock),
                new ApplicationUseCases(configuration, applications, clock),
                new SecretUseCases(configuration, clock),
                new ApiResourceUseCases(configuration, clock),
                new DiscoverIssuer(configuration, urls, trials),
                new PreviewIssuer(configuration, issuers, keySources, trials, clock),
                new ApplyTrust(configuration, issuers, applications, clock),
                new ExportTrust(configuration));
    }
}
