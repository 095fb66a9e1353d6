package dev.countersign.core.keys;

import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.KeyQuery;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The keys of all owners, one of which is a draft. The draft has the keys that are written in it, or those of the
 * registered owner if they are from the same URL. No other URL is fetched: a draft may be explained by an administrator
 * who may not register it. Nothing of a draft gets into the keyring.
 */
public final class DraftKeys implements VerificationKeys {
    private static final String NOT_FETCHED =
            "the keys of a draft are not fetched; they are with the first assertion after it is saved";

    private final VerificationKeys registered;
    private final KeyOwner draft;
    private final Optional<KeyOwner> before;
    private final InstantSource clock;

    /**
     * Creates the keys for one explanation.
     *
     * @param registered the keys of the other owners
     * @param before the registered owner with the id of the draft
     */
    public DraftKeys(VerificationKeys registered, KeyOwner draft, Optional<KeyOwner> before, InstantSource clock) {
        this.registered = registered;
        this.draft = draft;
        this.before = before;
        this.clock = clock;
    }

    @Override
    public KeyLookup find(KeyOwner owner, Algorithm algorithm, Optional<String> keyId) {
        return owner.id().equals(draft.id()) ? ofDraft(algorithm, keyId) : registered.find(owner, algorithm, keyId);
    }

    @Override
    public KeyLookup find(KeyOwner owner, ClientCertificate certificate) {
        return registered.find(owner, certificate);
    }

    private KeyLookup ofDraft(Algorithm algorithm, Optional<String> keyId) {
        var query = new KeyQuery.OfSignature(algorithm, keyId);
        return switch (draft.keys()) {
            case KeySource.Certificates given -> StaticJwkSet.of(given, clock).find(query);
            case KeySource.InlineJwkSet given -> StaticJwkSet.of(given, clock).find(query);
            case KeySource.JwksUrl source ->
                before.filter(owner -> isFrom(source, owner.keys()))
                        .map(owner -> registered.find(owner, algorithm, keyId))
                        .orElseGet(() -> new KeyLookup.NotFetched(NOT_FETCHED));
        };
    }

    private static boolean isFrom(KeySource.JwksUrl source, KeySource known) {
        return known instanceof KeySource.JwksUrl other && other.url().equals(source.url());
    }
}
