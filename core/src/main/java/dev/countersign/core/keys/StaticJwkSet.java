package dev.countersign.core.keys;

import dev.countersign.core.jose.certificate.CertificateReader;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.jose.key.KeyQuery;
import dev.countersign.core.jose.key.KeySelection;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Configured keys, read once. The dates of certificates are checked for every assertion. */
final class StaticJwkSet implements KeyHolder {
    private final KeySet keys;
    private final InstantSource clock;
    private final KeyUses uses = new KeyUses();

    StaticJwkSet(KeySet keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The keys in certificates. */
    static StaticJwkSet of(KeySource.Certificates given, InstantSource clock) {
        return new StaticJwkSet(
                CertificateReader.read(given.pem(), clock.instant()).keys(), clock);
    }

    /** The keys of a pasted JWK set. */
    static StaticJwkSet of(KeySource.InlineJwkSet given, InstantSource clock) {
        return new StaticJwkSet(JwkSetReader.readInline(given.json()).keys(), clock);
    }

    @Override
    public KeyLookup find(KeyQuery query) {
        return switch (keys.select(query, clock.instant())) {
            case KeySelection.Candidates(List<VerificationKey> candidates) -> new KeyLookup.Found(candidates);
            case KeySelection.Unusable(String key, String reason) -> new KeyLookup.Unusable(key, reason);
            case KeySelection.NotFound() -> new KeyLookup.NotFound(labels(keys), Optional.empty());
        };
    }

    /** The display names of all keys of a set, including those that are never used. */
    static List<String> labels(KeySet keys) {
        return Stream.concat(
                        keys.keys().stream().map(VerificationKey::label),
                        keys.ignored().stream().map(IgnoredKey::label))
                .toList();
    }

    @Override
    public void refresh() {
        // the keys were given, and are fetched from nowhere
    }

    @Override
    public void adopt(URI url, FetchOutcome<FetchedSet> fetch) {
        // Configured keys have no other source.
    }

    @Override
    public void prefetch() {
        // Configured keys do not age.
    }

    @Override
    public void retire() {
        // The holder is no longer used, and nothing of it was saved.
    }

    @Override
    public void rename(String issuerName) {
        // Nothing about configured keys is logged or counted.
    }

    @Override
    public void used(VerificationKey key) {
        uses.note(key, clock.instant());
    }

    @Override
    public KeysInUse view() {
        Instant now = clock.instant();
        return new KeysInUse(
                KeysInUse.Standing.GIVEN,
                KeysInUse.keys(keys, false, uses, now),
                keys.ignored(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
