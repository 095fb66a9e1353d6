package dev.countersign.server.registry;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.trust.ServerRules;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.change.BootstrapAdministrator;
import dev.countersign.server.registry.keys.JwksUrlRule;
import dev.countersign.server.registry.keys.KeySourceReader;
import dev.countersign.server.registry.kind.IssuerReader;
import dev.countersign.server.registry.plan.ApplyTrust;
import dev.countersign.server.registry.plan.TrustPlan;
import dev.countersign.server.registry.trust.ApplicationReader;
import dev.countersign.server.registry.trust.RegistrationLimits;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trust configuration of an organization that is not stored yet. It is changed by the same use cases as a stored one; its
 * changes are kept, to be stored in one transaction with the organization.
 */
public final class DraftTrust {
    private final Changes changes = new Changes();
    private final TrustConfiguration configuration;
    private final JwksUrlRule urls;
    private final InstantSource clock;

    /**
     * Creates an empty configuration.
     *
     * @param rules with the identity of the organization
     * @param urls rule for permitted JWKS URLs
     */
    public DraftTrust(ServerRules rules, RegistrationLimits limits, JwksUrlRule urls, InstantSource clock) {
        this.configuration = new TrustConfiguration(changes, rules, () -> limits);
        this.urls = urls;
        this.clock = clock;
    }

    /** The changes so far, in their order. */
    public List<TrustChange> changes() {
        return List.copyOf(changes.made);
    }

    /**
     * Registers the application of a bootstrap administrator.
     *
     * @throws IllegalArgumentException when it has an objection to the client id or the secret
     */
    public void register(String clientId, String secret) {
        Optional<String> problem = new BootstrapAdministrator(configuration, clock).ensure(clientId, secret);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }

    /**
     * Applies the document of a trust file, completely or not at all.
     *
     * @param document without options of a plan
     */
    public Outcome<TrustPlan> apply(Administrator administrator, Map<String, Object> document) {
        var keySources = new KeySourceReader(urls, clock);
        var input = new LinkedHashMap<>(document);
        input.put("version", configuration.trustVersion());
        return new ApplyTrust(
                        configuration,
                        new IssuerReader(configuration.rules().identity(), keySources),
                        new ApplicationReader(
                                new Audience(configuration
                                        .rules()
                                        .identity()
                                        .issuer()
                                        .value()),
                                configuration.rules().signing(),
                                keySources),
                        clock)
                .apply(administrator, input);
    }

    /** The store of the draft, which is read only before the first change. */
    private static final class Changes implements TrustStore {
        private final List<TrustChange> made = new ArrayList<>();
        private long version;

        @Override
        public Contents load() {
            if (version > 0) {
                throw new IllegalStateException("a draft has no stored contents");
            }
            return new Contents(List.of(), List.of(), List.of());
        }

        @Override
        public long version() {
            return version;
        }

        @Override
        public StoreOutcome commit(List<TrustChange> further) {
            made.addAll(further);
            version++;
            return new StoreOutcome.Stored();
        }
    }
}
