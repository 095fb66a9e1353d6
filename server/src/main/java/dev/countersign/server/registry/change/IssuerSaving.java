package dev.countersign.server.registry.change;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.FetchedSet;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.discovery.JwksFindings;
import dev.countersign.server.registry.discovery.JwksTrials;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

/**
 * Saves an issuer after a check of its JWKS URL. The URL is fetched outside the lock on changes, so that a slow issuer
 * delays only the administrator who registers it.
 */
record IssuerSaving(TrustConfiguration configuration, JwksTrials trials) {

    /**
     * An issuer to be saved.
     *
     * @param withNewKeys whether its key source has changed
     */
    record Draft(Saved<TrustedIssuer> saved, boolean withNewKeys) {}

    Outcome<Saved<TrustedIssuer>> save(
            Administrator administrator, IfKeysFail ifKeysFail, Function<Trust, Decision<Draft>> decide) {
        return switch (ifKeysFail) {
            case WARN -> checkKeysAfterwards(configuration.inTurn(administrator, decide));
            case REFUSE -> checkKeysFirst(administrator, decide);
        };
    }

    private Outcome<Saved<TrustedIssuer>> checkKeysAfterwards(Outcome<Draft> outcome) {
        return outcome.map(draft -> {
            Optional<KeySource.JwksUrl> url =
                    draft.withNewKeys() ? url(draft.saved().value()) : Optional.empty();
            return url.map(trials::tryOut)
                    .map(trial -> noted(draft.saved(), trial))
                    .orElse(draft.saved());
        });
    }

    private Outcome<Saved<TrustedIssuer>> checkKeysFirst(
            Administrator administrator, Function<Trust, Decision<Draft>> decide) {
        Outcome<Draft> peeked = configuration.peek(decide);
        if (!(peeked instanceof Outcome.Done<Draft>(Draft draft))) {
            return peeked.map(Draft::saved);
        }
        TrustedIssuer tried = draft.saved().value();
        Optional<FetchOutcome<FetchedSet>> trial = url(tried).map(trials::tryOut);
        var faults = trial.map(
                made -> JwksFindings.of(made, tried.verification().algorithms()).faults());
        if (faults.filter(found -> !found.isEmpty()).isPresent()) {
            return new Outcome.Invalid<>(faults.get());
        }
        return configuration
                .inTurn(administrator, trust -> ifStill(tried, decide.apply(trust)))
                .map(saved -> trial.map(made -> noted(saved.saved(), made)).orElse(saved.saved()));
    }

    /**
     * Rejects the change if the issuer was changed during the fetch: then the checked URL may not be the current one.
     */
    private static Decision<Draft> ifStill(TrustedIssuer tried, Decision<Draft> decision) {
        return switch (decision) {
            case Decision.Answer<Draft> answer -> answer;
            case Decision.Change<Draft> change ->
                isAlike(tried, change.result().saved().value()) ? change : Outcomes.stale();
        };
    }

    private static boolean isAlike(TrustedIssuer tried, TrustedIssuer now) {
        return tried.verification().keys().equals(now.verification().keys())
                && tried.verification().algorithms().equals(now.verification().algorithms());
    }

    private Saved<TrustedIssuer> noted(Saved<TrustedIssuer> saved, FetchOutcome<FetchedSet> trial) {
        TrustedIssuer issuer = saved.value();
        boolean still = configuration
                .issuer(issuer.id())
                .filter(now ->
                        now.verification().keys().equals(issuer.verification().keys()))
                .isPresent();
        if (still) {
            url(issuer).ifPresent(source -> trials.adopt(issuer, source.url(), trial));
        }
        var warnings = new ArrayList<>(saved.warnings());
        warnings.addAll(
                JwksFindings.of(trial, issuer.verification().algorithms()).notes());
        return new Saved<>(issuer, saved.version(), warnings);
    }

    private static Optional<KeySource.JwksUrl> url(TrustedIssuer issuer) {
        return issuer.verification().keys() instanceof KeySource.JwksUrl source
                ? Optional.of(source)
                : Optional.empty();
    }
}
