package dev.countersign.server.management;

import dev.countersign.core.oauth.Audience;
import java.time.InstantSource;

/** Everything administrators do with what is trusted, ready for those who translate. */
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
     * Makes all of them.
     *
     * @param urls which JWKS URLs may be registered
     * @param trials how those that may are tried out
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
