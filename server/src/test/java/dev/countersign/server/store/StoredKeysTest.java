package dev.countersign.server.store;

import static dev.countersign.server.store.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.issuer.KeySource;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.jose.SealedKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    void keepsOneSigningKeyOfEachAlgorithmWhoeverComesFirst() {
        var keys = new SigningKeyRows(store.writer, store.readers);
        var first = new SealedKey("k1", Algorithm.RS256, new byte[] {1, 2});
        keys.insertIfNone(List.of(first, new SealedKey("k2", Algorithm.ES256, new byte[] {3})), NOW);

        var after = keys.insertIfNone(List.of(new SealedKey("k3", Algorithm.RS256, new byte[] {4})), NOW);

        assertThat(after).extracting(kept -> kept.key().keyId()).containsExactly("k1", "k2");
        assertThat(keys.all().getFirst().key().ciphertext()).containsExactly(1, 2);
        assertThat(keys.all().getFirst().retiredAt()).isEmpty();
    }

    @Test
    void writesDownTheLatestUseOfSecretsAndKeys() {
        var uses = new RecordedUses(store.writer, store.readers);
        uses.record(Events.accepted(NOW).build());
        uses.record(Events.accepted(NOW.minusSeconds(5)).build());
        uses.flush();
        uses.record(Events.accepted(NOW.minusSeconds(9)).build());
        uses.flush();

        assertThat(uses.ofSecrets(SampleClient.orders().build().id())).isEqualTo(Map.of("secret-1", NOW));
        assertThat(uses.ofKeys(PARTNER.id())).isEqualTo(Map.of("key-1", NOW));
    }

    private JwksRows jwks() {
        return new JwksRows(store.writer, store.readers);
    }
}
