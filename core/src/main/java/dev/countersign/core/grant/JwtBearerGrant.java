package dev.countersign.core.grant;

import dev.countersign.core.assertion.AssertionFacts;
import dev.countersign.core.assertion.AssertionVerifier;
import dev.countersign.core.assertion.IssuedAtDefaults;
import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.assertion.UnverifiedAssertion;
import dev.countersign.core.grant.Stage.AssertionVerified;
import dev.countersign.core.grant.Stage.Authorized;
import dev.countersign.core.grant.Stage.ClientAuthenticated;
import dev.countersign.core.grant.Stage.IssuerResolved;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.policy.Authorizer;
import dev.countersign.core.rejection.Ruling;

/** The JWT bearer grant (RFC 7523 §2.1): from an authenticated client with an assertion to what it is granted. */
final class JwtBearerGrant {
    private final ServerIdentity self;
    private final IssuedAtDefaults issuedAtDefaults;
    private final IssuerResolution issuers;
    private final AssertionVerifier verifier;
    private final Authorizer authorizer;

    JwtBearerGrant(
            ServerIdentity self,
            IssuedAtDefaults issuedAtDefaults,
            IssuerResolution issuers,
            AssertionVerifier verifier,
            Authorizer authorizer) {
        this.self = self;
        this.issuedAtDefaults = issuedAtDefaults;
        this.issuers = issuers;
        this.verifier = verifier;
        this.authorizer = authorizer;
    }

    Verdict<Authorized> judge(ClientAuthenticated client, TokenRequest.Grant.JwtBearer grant) {
        return resolveIssuer(client, grant).then(this::verify).then(this::authorize);
    }

    private Verdict<IssuerResolved> resolveIssuer(ClientAuthenticated client, TokenRequest.Grant.JwtBearer grant) {
        Ruling<IssuerResolved> resolved = UnverifiedAssertion.read(grant.assertion())
                .then(assertion -> issuers.resolve(
                                assertion.issuer(), client.authenticated().client(), client.trust())
                        .map(policy -> new IssuerResolved(client, assertion, policy)));
        return Verdict.of(resolved, client);
    }

    private Verdict<AssertionVerified> verify(IssuerResolved resolved) {
        var facts = new AssertionFacts(
                resolved.assertion(),
                resolved.policy().issuer(),
                self,
                issuedAtDefaults,
                resolved.before().before().at());
        return Verdict.of(
                verifier.verify(facts).map(assertion -> new AssertionVerified(resolved, assertion)), resolved);
    }

    private Verdict<Authorized> authorize(AssertionVerified verified) {
        ClientAuthenticated client = verified.client();
        Ruling<AccessGrant> ruling = authorizer.authorize(
                verified.assertion().unverified().asserted(),
                verified.before().policy(),
                client.authenticated().client(),
                client.request().access(),
                client.trust(),
                client.trust(),
                client.before().at());
        return Verdict.of(ruling.map(grant -> new Authorized(verified, grant)), verified);
    }
}
