package dev.countersign.server.registry;

import dev.countersign.core.oauth.Audience;
import dev.countersign.server.registry.change.AddSecret;
import dev.countersign.server.registry.change.ChangeApiResource;
import dev.countersign.server.registry.change.ChangeApplication;
import dev.countersign.server.registry.change.ChangeTrustedIssuer;
import dev.countersign.server.registry.change.IssuerSaving;
import dev.countersign.server.registry.change.RegisterApiResource;
import dev.countersign.server.registry.change.RegisterApplication;
import dev.countersign.server.registry.change.RegisterTrustedIssuer;
import dev.countersign.server.registry.change.RemoveApiResource;
import dev.countersign.server.registry.change.RemoveApplication;
import dev.countersign.server.registry.change.RemoveSecret;
import dev.countersign.server.registry.change.RemoveTrustedIssuer;
import dev.countersign.server.registry.discovery.DiscoverIssuer;
import dev.countersign.server.registry.discovery.JwksTrials;
import dev.countersign.server.registry.discovery.PreviewIssuer;
import dev.countersign.server.registry.kind.IssuerReader;
import dev.countersign.server.registry.kind.JwksUrlRule;
import dev.countersign.server.registry.kind.KeySourceReader;
import dev.countersign.server.registry.plan.ApplyTrust;
import dev.countersign.server.registry.plan.ExportTrust;
import dev.countersign.server.registry.trust.ApplicationReader;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.time.InstantSource;

/** All use cases of administration, for the interfaces that call them. */
public record UseCases(
        TrustConfiguration configuration,
        RegisterTrustedIssuer registerIssuer,
        ChangeTrustedIssuer changeIssuer,
        RemoveTrustedIssuer removeIssuer,
        DiscoverIssuer discoverIssuer,
        PreviewIssuer previewIssuer,
        RegisterApplication registerApplication,
        ChangeApplication changeApplication,
        RemoveApplication removeApplication,
        AddSecret addSecret,
        RemoveSecret removeSecret,
        RegisterApiResource registerApiResource,
        ChangeApiResource changeApiResource,
        RemoveApiResource removeApiResource,
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
        var issuers = new IssuerReader(configuration.self(), keySources);
        var applications =
                new ApplicationReader(new Audience(configuration.self().value()), keySources);
        var saving = new IssuerSaving(configuration, trials);
        return new UseCases(
                configuration,
                new RegisterTrustedIssuer(saving, issuers, clock),
                new ChangeTrustedIssuer(saving, issuers, clock),
                new RemoveTrustedIssuer(configuration, clock),
                new DiscoverIssuer(configuration, urls, trials),
                new PreviewIssuer(configuration, issuers, keySources, trials, clock),
                new RegisterApplication(configuration, applications, clock),
                new ChangeApplication(configuration, applications, clock),
                new RemoveApplication(configuration, clock),
                new AddSecret(configuration, clock),
                new RemoveSecret(configuration, clock),
                new RegisterApiResource(configuration, clock),
                new ChangeApiResource(configuration, clock),
                new RemoveApiResource(configuration, clock),
                new ApplyTrust(configuration, issuers, applications, clock),
                new ExportTrust(configuration));
    }
}
