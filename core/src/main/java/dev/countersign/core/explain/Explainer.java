package dev.countersign.core.explain;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.dpop.VerifiedProof;
import dev.countersign.core.explain.Explanation.ExpectedGrant;
import dev.countersign.core.grant.Entitlement;
import dev.countersign.core.grant.Entitlement.Exchanged;
import dev.countersign.core.grant.Grant;
import dev.countersign.core.grant.Possession;
import dev.countersign.core.grant.Redeemable;
import dev.countersign.core.grant.TokenEndpoint;
import dev.countersign.core.keys.DraftKeys;
import dev.countersign.core.keys.KeyOwner;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.policy.Authorizer;
import dev.countersign.core.policy.Decisions;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The dry run of a token request, for administrators: the checks of the {@link TokenEndpoint} in order, each of which
 * is performed if possible, even after a failure. There is no connection that could show a certificate, so the checks of
 * certificates are skipped. Nothing is redeemed, issued, recorded or counted; an issuer's keys
 * may be fetched, as for a token request.
 */
public final class Explainer {
    private static final RejectionCode CLIENT = RejectionCode.CLIENT_UNAUTHENTICATED;
    private static final String AUTHENTICATES = "The application is registered, enabled and able to authenticate";
    private static final String DEFAULT_APPLICATION =
            "The issuer accepts requests without client credentials, as those of its default application";
    private static final String NOT_NAMED = "no client_id was given";

    private final Grant.Parts parts;
    private final Possession possession;
    private final InstantSource clock;

    public Explainer(TokenEndpoint.Ports ports) {
        this.parts = ports.grantParts();
        this.possession = new Possession(ports.proofs());
        this.clock = ports.clock();
    }

    /** Explains the result of this request at the token endpoint now, with this snapshot. */
    public Explanation explain(TrustSnapshot trust, ExplainRequest request) {
        return explain(trust, request, parts);
    }

    /**
     * Explains the result that this request would have with a draft of an issuer.
     *
     * @param trust the snapshot with the draft
     * @param draft the draft, as the owner of its keys
     * @param before the registered issuer with its id
     */
    public Explanation explain(TrustSnapshot trust, ExplainRequest request, KeyOwner draft, Optional<KeyOwner> before) {
        var keys = new DraftKeys(parts.keys(), draft, before, clock);
        return explain(trust, request, new Grant.Parts(keys, parts.refreshTokens(), parts.ledger(), parts.tokens()));
    }

    private Explanation explain(TrustSnapshot trust, ExplainRequest request, Grant.Parts by) {
        Instant now = clock.instant();
        var findings = new Findings();
        Grant grant = request.grant();
        grant.form(findings);
        Optional<RequestedAccess> access =
                RequestedAccess.read(request.scope().filter(text -> !text.isEmpty()), request.resources(), findings);
        Optional<RegisteredClient> client = identify(request, trust, now, findings);
        Optional<VerifiedProof> proof = possession.prove(request.proofs(), client, trust, now, findings);
        client.ifPresent(named -> Possession.skipShow(named, findings));
        var claimant = new Grant.Claimant(client, request.clientId().isPresent(), access, trust, now);
        Optional<Entitlement> entitlement = grant.entitle(claimant, by, findings);
        entitlement.ifPresent(entitled -> Possession.dryMatch(entitled, confirmation(proof), findings));
        Optional<Decisions> decisions =
                entitlement.map(entitled -> Authorizer.decide(entitled.facts(claimant), findings));
        if (entitlement.isPresent()) {
            BlockedSubjectCheck.dryRun(entitlement.get(), now, by.ledger(), findings);
            entitlement.get().redeems().forEach(redeemable -> redeemable.dryRun(by.ledger(), findings));
        } else {
            String reason = findings.lastReason();
            Authorizer.skip(reason, findings);
            BlockedSubjectCheck.skip(reason, findings);
            grant.skipRedemption(reason, findings);
        }
        proof.map(Redeemable::ofProof).ifPresent(redeemable -> redeemable.dryRun(by.ledger(), findings));
        return new Explanation(
                now,
                findings.code(),
                findings.reports(),
                findings.issuer().map(policy -> policy.issuer().name()),
                client.map(RegisteredClient::name),
                findings.profile(),
                findings.hasFailed()
                        ? Optional.empty()
                        : decisions.map(made -> grant(made, entitlement.orElseThrow(), now)));
    }

    /** The result of client authentication, if the client presents its best secret. */
    private static Optional<RegisteredClient> identify(
            ExplainRequest request, TrustSnapshot trust, Instant now, Findings findings) {
        if (request.clientId().isEmpty()) {
            return withoutCredentials(request.grant(), trust, findings);
        }
        Optional<RegisteredClient> client = request.clientId().flatMap(trust::client);
        Ruling<AuthenticatedClient> ruling = ClientAuthenticator.dryRun(client, now);
        findings.note(
                CLIENT,
                AUTHENTICATES,
                CheckOutcome.of(
                        ruling,
                        dryRun -> new Evidence(
                                "an application that can authenticate",
                                "%s; its %s is not part of this dry run"
                                        .formatted(
                                                dryRun.client().name(),
                                                credential(dryRun.client()
                                                        .credentials()
                                                        .authenticationMethod())),
                                "")));
        client.map(named -> named.credentials().authenticationMethod())
                .filter(AuthenticationMethod::usesCertificate)
                .ifPresent(_ -> Possession.skipAuthentication(findings));
        request.grant().permit(client, findings);
        return client;
    }

    /**
     * The default application of an issuer that accepts requests without client credentials. For other issuers, the
     * application is irrelevant to the explanation.
     */
    private static Optional<RegisteredClient> withoutCredentials(Grant grant, TrustSnapshot trust, Findings findings) {
        Ruling<RegisteredClient> ruling = grant.withoutCredentials(trust);
        if (ruling instanceof Ruling.Refused<RegisteredClient>(ClientRejection.Unauthenticated _)) {
            findings.skip(CLIENT, AUTHENTICATES, NOT_NAMED);
            findings.skip(RejectionCode.CLIENT_GRANT_NOT_ALLOWED, grant.permission(), NOT_NAMED);
            return Optional.empty();
        }
        findings.note(
                CLIENT,
                DEFAULT_APPLICATION,
                CheckOutcome.of(
                        ruling,
                        client -> new Evidence(
                                "a usable default application of the issuer",
                                client.name() + "; no client_id was given",
                                "")));
        Optional<RegisteredClient> client = ruling.toOptional();
        grant.permit(client, findings);
        return client;
    }

    private static String credential(AuthenticationMethod method) {
        if (method.usesSecret()) {
            return "secret";
        }
        return method.usesCertificate() ? "certificate" : "signature";
    }

    private static Confirmation confirmation(Optional<VerifiedProof> proof) {
        return proof.map(VerifiedProof::confirmation).orElse(Confirmation.NONE);
    }

    private static List<String> notFound(Entitlement entitlement) {
        return entitlement
                .issuer()
                .filter(_ -> entitlement.exchanged().flatMap(Exchanged::token).isEmpty())
                .map(policy -> Decisions.notFound(entitlement.claims().values(), policy.issuer()))
                .orElse(List.of());
    }

    private static ExpectedGrant grant(Decisions decisions, Entitlement entitlement, Instant now) {
        var claims = new LinkedHashMap<String, Object>();
        entitlement
                .exchanged()
                .ifPresent(exchange -> claims.putAll(exchange.derivation().claims()));
        claims.putAll(decisions.claims());
        return new ExpectedGrant(
                decisions.subject().orElseThrow(),
                decisions.scopes(),
                decisions.audiences(),
                claims,
                notFound(entitlement),
                decisions.expiresAt().map(at -> Duration.between(now.truncatedTo(ChronoUnit.SECONDS), at)));
    }
}
