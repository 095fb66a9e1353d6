package dev.countersign.server.store;

import static dev.countersign.server.store.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.issuer.KeySource;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.jose.SealedKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.management.SigningKeyStore.Rotation;
import dev.countersign.server.management.SigningKeyStore.StoredSigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last good JWK sets, our sealed keys, and when keys and secrets were last used. */
class StoredKeysTest {
    private static final URI URL = URI.create("https://partner.example/jwks.json");
    private static final byte[] JSON = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8);
    private static final TrustedIssuer PARTNER = SampleIssuer.partner().build();

    @TempDir
    Path folder;

    private OpenStore store;

    @BeforeEach
    void open() {
        store = new OpenStore(folder);
        store.writer.call(connection -> new IssuerTable(connection).insert(PARTNER));
        store.writer.call(connection ->
                new ApplicationTable(connection).insert(SampleClient.orders().build()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsTheLatestSetUnderItsUrlAlone() {
        JwksRows jwks = jwks();
        jwks.save(PARTNER.id(), URL, new byte[] {1}, NOW.minusSeconds(9));
        jwks.save(PARTNER.id(), URL, JSON, NOW);

        assertThat(jwks.load(PARTNER.id(), URL)).hasValueSatisfying(kept -> {
            assertThat(kept.json()).isEqualTo(JSON);
            assertThat(kept.fetchedAt()).isEqualTo(NOW);
        });
        assertThat(jwks.load(PARTNER.id(), URI.create("https://other.example/")))
                .isEmpty();
    }

    @Test
    void dropsTheSetWhenTheIssuerGetsOtherKeysOrGoes() {
        JwksRows jwks = jwks();
        jwks.save(PARTNER.id(), URL, JSON, NOW);
        var moved = SampleIssuer.partner()
                .keys(new KeySource.JwksUrl(URI.create("https://partner.example/other")))
                .build();
        store.writer.call(connection -> new IssuerTable(connection).replace(PARTNER, moved));
        assertThat(store.count("issuer_jwks")).isZero();

        jwks.save(PARTNER.id(), URL, JSON, NOW);
        store.writer.call(connection -> new IssuerTable(connection).delete(PARTNER.id()));
        assertThat(store.count("issuer_jwks")).isZero();

        jwks.save(PARTNER.id(), URL, JSON, NOW);
        assertThat(store.count("issuer_jwks")).isZero();
    }

    @Test
    void aSigningKeyHasOneSuccessorWhoeverComesFirst() {
        var keys = new SigningKeyRows(store.writer, store.readers);
        keys.commit(
                rotation(List.of(key("k1", Algorithm.RS256, NOW, ""), key("k2", Algorithm.ES256, NOW, "")), "first"));

        var after = keys.commit(rotation(
                List.of(key("k3", Algorithm.RS256, NOW, ""), key("k4", Algorithm.RS256, NOW.plusSeconds(9), "k1")),
                "second"));
        keys.commit(rotation(List.of(key("k5", Algorithm.RS256, NOW, "k1")), "late"));

        assertThat(after).extracting(kept -> kept.key().keyId()).containsExactly("k1", "k2", "k4");
        assertThat(keys.all()).hasSize(3);
        assertThat(keys.all().getFirst().key().ciphertext()).containsExactly(1, 2);
        assertThat(keys.all().getLast().signsFrom()).isEqualTo(NOW.plusSeconds(9));
        assertThat(keys.all().getLast().follows()).isEqualTo("k1");
        assertThat(store.count("audit_events"))
                .as("nothing is on record that did not happen")
                .isEqualTo(2);
    }

    @Test
    void aKeyThatWaitsIsHastenedAndNeverPutOff() {
        var keys = new SigningKeyRows(store.writer, store.readers);
        keys.commit(rotation(List.of(key("k1", Algorithm.RS256, NOW.plusSeconds(9), "")), "first"));

        assertThat(hastened(keys, NOW.plusSeconds(10))).isEqualTo(NOW.plusSeconds(9));
        assertThat(hastened(keys, NOW)).isEqualTo(NOW);
    }

    private static Instant hastened(SigningKeyRows keys, Instant now) {
        return keys.commit(new Rotation(List.of(), List.of("k1"), now, Optional.empty()))
                .getFirst()
                .signsFrom();
    }

    private static StoredSigningKey key(String id, Algorithm algorithm, Instant signsFrom, String follows) {
        return new StoredSigningKey(new SealedKey(id, algorithm, new byte[] {1, 2}), NOW, signsFrom, follows);
    }

    private static Rotation rotation(List<StoredSigningKey> added, String correlationId) {
        var event = new AdminEvent(
                NOW,
                new CorrelationId(correlationId),
                "admin",
                "signing_keys.rotated",
                "signing-keys",
                "signing-keys",
                Optional.of("{}"),
                Optional.of("{}"));
        return new Rotation(added, List.of(), NOW, Optional.of(event));
    }

    @Test
    void writesDownTheLatestUseOfSecretsAndKeys() {
        var uses = new RecordedUses(store.writer, store.readers);
        uses.record(SampleEvents.accepted(NOW).build());
        uses.record(SampleEvents.accepted(NOW.minusSeconds(5)).build());
        uses.flush();
        uses.record(SampleEvents.accepted(NOW.minusSeconds(9)).build());
        uses.flush();

        assertThat(uses.ofSecrets(SampleClient.orders().build().id())).isEqualTo(Map.of("secret-1", NOW));
        assertThat(uses.ofKeys(PARTNER.id())).isEqualTo(Map.of("key-1", NOW));
    }

    private JwksRows jwks() {
        return new JwksRows(store.writer, store.readers, JwksRows.Owner.ISSUER);
    }
}
