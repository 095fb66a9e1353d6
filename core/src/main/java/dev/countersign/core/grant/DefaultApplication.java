package dev.countersign.core.grant;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.ClientRejection.Failure;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.core.trust.TrustedIssuer;
import java.util.Optional;

/**
 * The application that a token request without client credentials is judged as (RFC 7521 §4.1): the default application
 * of the issuer that the assertion names. Nothing of the assertion is verified at this point; its {@code iss} is used
 * only to choose the issuer, and everything that the issuer requires is checked afterwards.
 */
final class DefaultApplication {
    private DefaultApplication() {}

    /**
     * Returns the default application of the assertion's issuer, if that is enabled and the application may be used for
     * it. All refusals look the same to the client.
     */
    static Ruling<RegisteredClient> of(String assertion, TrustSnapshot trust) {
        Optional<TrustedIssuer> issuer = UnverifiedJwt.read(assertion)
                .toOptional()
                .flatMap(jwt -> jwt.issuer().toOptional())
                .flatMap(trust::issuer)
                .map(IssuerPolicy::issuer)
                .filter(known -> known.clients().optional());
        if (issuer.isEmpty()) {
            return none();
        }
        Optional<RegisteredClient> application =
                issuer.get().clients().defaultApplication().flatMap(trust::clientNamed);
        return Ruling.unless(objection(issuer.get(), application), application::orElseThrow);
    }

    /** The refusal of a request without client credentials that nothing allows. */
    static Ruling<RegisteredClient> none() {
        return Ruling.refused(new ClientRejection.Unauthenticated(Failure.CREDENTIALS_MISSING));
    }

    private static Optional<Rejection> objection(TrustedIssuer issuer, Optional<RegisteredClient> application) {
        if (!issuer.enabled()) {
            return objection(issuer, "the issuer is disabled", "Enable the issuer again.");
        }
        if (application.isEmpty()) {
            return objection(
                    issuer,
                    "no application has the name "
                            + issuer.clients().defaultApplication().orElse("(none)"),
                    "Set default_application of the issuer to the name of an application.");
        }
        RegisteredClient client = application.get();
        if (!client.enabled()) {
            return objection(issuer, "the application " + client.name() + " is disabled", "Enable the application.");
        }
        if (!client.mayUse(GrantType.JWT_BEARER)) {
            return objection(
                    issuer,
                    "the application " + client.name() + " may not use the JWT bearer grant",
                    "Add the grant to grant_types of the application.");
        }
        return client.mayUseIssuer(issuer.name())
                ? Optional.empty()
                : objection(
                        issuer,
                        "the application " + client.name() + " may not use assertions of the issuer",
                        "Add the issuer to trusted_token_issuers of the application.");
    }

    private static Optional<Rejection> objection(TrustedIssuer issuer, String problem, String remedy) {
        return Optional.of(new ClientRejection.NoDefaultApplication(issuer.name(), problem, remedy));
    }
}
