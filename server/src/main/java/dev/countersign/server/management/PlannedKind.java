package dev.countersign.server.management;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How one kind of what is trusted is planned. */
interface PlannedKind<T> {
    /** The member of the input that lists them. */
    String list();

    /** Its name in plans and in the audit. */
    String word();

    List<T> present(Trust trust);

    String id(T thing);

    String name(T thing);

    Map<String, Object> document(T thing);

    Reading<T> read(Map<String, Object> input, Optional<T> before);

    /** What the administrator lacks to make it so, with pointers into the input. */
    default List<Problem> notHeld(Map<String, Object> input, Optional<T> before, T after) {
        return List.of();
    }

    TrustChange added(T thing);

    TrustChange changed(T before, T after);

    TrustChange removed(T thing);

    Set<Unique> shared(T one, T other);

    /** Trusted token issuers. */
    record Issuers(IssuerReader reader, ChangeEvents events, Instant now) implements PlannedKind<TrustedIssuer> {
        @Override
        public String list() {
            return "trusted_token_issuers";
        }

        @Override
        public String word() {
            return "trusted_token_issuer";
        }

        @Override
        public List<TrustedIssuer> present(Trust trust) {
            return trust.issuers();
        }

        @Override
        public String id(TrustedIssuer thing) {
            return thing.id().value();
        }

        @Override
        public String name(TrustedIssuer thing) {
            return thing.name();
        }

        @Override
        public Map<String, Object> document(TrustedIssuer thing) {
            return IssuerFields.document(thing);
        }

        @Override
        public Reading<TrustedIssuer> read(Map<String, Object> input, Optional<TrustedIssuer> before) {
            return reader.read(
                    input,
                    new IssuerReader.Frame(
                            before.map(TrustedIssuer::id).orElseGet(() -> new IssuerId(Secrets.generateId())),
                            before.map(TrustedIssuer::createdAt).orElse(now),
                            before.map(earlier -> Timestamps.after(earlier.updatedAt(), () -> now))
                                    .orElse(now),
                            before));
        }

        @Override
        public TrustChange added(TrustedIssuer thing) {
            return events.added(thing);
        }

        @Override
        public TrustChange changed(TrustedIssuer before, TrustedIssuer after) {
            return events.changed(before, after);
        }

        @Override
        public TrustChange removed(TrustedIssuer thing) {
            return events.removed(thing);
        }

        @Override
        public Set<Unique> shared(TrustedIssuer one, TrustedIssuer other) {
            return Unique.shared(one, other);
        }
    }

    /** API resources. */
    record ApiResources(ChangeEvents events, Instant now) implements PlannedKind<ApiResource> {
        @Override
        public String list() {
            return "api_resources";
        }

        @Override
        public String word() {
            return "api_resource";
        }

        @Override
        public List<ApiResource> present(Trust trust) {
            return trust.apiResources();
        }

        @Override
        public String id(ApiResource thing) {
            return thing.id().value();
        }

        @Override
        public String name(ApiResource thing) {
            return thing.name();
        }

        @Override
        public Map<String, Object> document(ApiResource thing) {
            return ApiResourceFields.document(thing);
        }

        @Override
        public Reading<ApiResource> read(Map<String, Object> input, Optional<ApiResource> before) {
            return ApiResourceFields.read(
                    input,
                    new ApiResourceFields.Frame(
                            before.map(ApiResource::id).orElseGet(() -> new ApiResourceId(Secrets.generateId())),
                            before.map(ApiResource::scopes).orElse(ScopeSet.EMPTY),
                            before.map(ApiResource::createdAt).orElse(now),
                            before.map(earlier -> Timestamps.after(earlier.updatedAt(), () -> now))
                                    .orElse(now)));
        }

        @Override
        public TrustChange added(ApiResource thing) {
            return events.added(thing);
        }

        @Override
        public TrustChange changed(ApiResource before, ApiResource after) {
            return events.changed(before, after);
        }

        @Override
        public TrustChange removed(ApiResource thing) {
            return events.removed(thing);
        }

        @Override
        public Set<Unique> shared(ApiResource one, ApiResource other) {
            return Unique.shared(one, other);
        }
    }
}
