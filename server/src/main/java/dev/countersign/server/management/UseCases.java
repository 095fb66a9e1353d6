package dev.countersign.server.management;

import dev.countersign.core.oauth.IssuerIdentifier;
import java.time.InstantSource;

/** Everything administrators do with what is trusted, ready for those who translate. */
public record UseCases(
        TrustConfiguration configuration,
        RegisterTrustedIssuer registerIssuer,
        ChangeTrustedIssuer changeIssuer,
        RemoveTrustedIssuer removeIssuer,
        RegisterApplication registerApplication,
        ChangeApplication changeApplication,
        RemoveApplication removeApplication,
        AddSecret addSecret,
        RemoveSecret removeSecret,
        RegisterApiResource registerApiResource,
        ChangeApiResource changeApiResource,
        RemoveApiResource removeApiResource) {

    /**
     * Makes all of them.
     *
     * @param self our own issuer identifier, which cannot be registered as a trusted one
     * @param urls which JWKS URLs may be registered
     */
    public static UseCases of(
            TrustConfiguration configuration, IssuerIdentifier self, JwksUrlRule urls, InstantSource clock) {
        var issuers = new IssuerReader(self, new KeySourceReader(urls, clock));
        return new UseCases(
                configuration,
                new RegisterTrustedIssuer(configuration, issuers, clock),
                new ChangeTrustedIssuer(configuration, issuers, clock),
                new RemoveTrustedIssuer(configuration, clock),
                new RegisterApplication(configuration, clock),
                new ChangeApplication(configuration, clock),
                new RemoveApplication(configuration, clock),
                new AddSecret(configuration, clock),
                new RemoveSecret(configuration, clock),
                new RegisterApiResource(configuration, clock),
                new ChangeApiResource(configuration, clock),
                new RemoveApiResource(configuration, clock));
    }
}
