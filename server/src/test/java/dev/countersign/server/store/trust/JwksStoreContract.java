package dev.countersign.server.store.trust;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.keys.JwksStore;
import dev.countersign.core.keys.KeyOwnerId;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.store.StoreContract;
import dev.countersign.server.store.keys.JwksRows;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract of the last good JWK sets of issuers and of applications, on any engine. */
abstract class JwksStoreContract extends StoreContract {
    private static final URI URL = URI.create("https://partner.example/jwks.json");
    private static final byte[] JSON = {1, 0, -1, 127};
    private static final TrustedIssuer PARTNER = SampleIssuer.partner().build();
    private static final RegisteredClient ORDERS = SampleClient.orders().build();

    @BeforeEach
    void register() {
        store.organization()
                .write(connection -> new TrustTables(connection).issuers().insert(PARTNER));
        store.organization().write(connection -> new TrustTables(connection).insert(ORDERS));
    }

    @ParameterizedTest
    @EnumSource(JwksRows.Owner.class)
    void keepsTheLatestSetUnderItsUrlAlone(JwksRows.Owner owner) {
        JwksStore jwks = jwks(owner);
        jwks.save(id(owner), URL, new byte[] {1}, NOW.minusSeconds(9));
        jwks.save(id(owner), URL, JSON, NOW);

        assertThat(jwks.load(id(owner), URL)).hasValueSatisfying(kept -> {
            assertThat(kept.json()).isEqualTo(JSON);
            assertThat(kept.fetchedAt()).isEqualTo(NOW);
        });
        assertThat(jwks.load(id(owner), URI.create("https://other.example/"))).isEmpty();
        assertThat(jwks.load(id(owner), URI.create("https://partner.example/JWKS.json")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(JwksRows.Owner.class)
    void keepsTheLastOneSavedWhateverItsTime(JwksRows.Owner owner) {
        JwksStore jwks = jwks(owner);
        URI moved = URI.create("https://partner.example/" + "x".repeat(2_000));
        jwks.save(id(owner), URL, JSON, NOW);
        jwks.save(id(owner), moved, new byte[0], NOW.minusSeconds(9));

        assertThat(jwks.load(id(owner), URL)).isEmpty();
        assertThat(jwks.load(id(owner), moved)).hasValueSatisfying(kept -> {
            assertThat(kept.json()).isEmpty();
            assertThat(kept.fetchedAt()).isEqualTo(NOW.minusSeconds(9));
        });
    }

    @ParameterizedTest
    @EnumSource(JwksRows.Owner.class)
    void readsBackTheLongestSet(JwksRows.Owner owner) {
        byte[] longest = new byte[1 << 18];
        Arrays.fill(longest, (byte) -2);
        jwks(owner).save(id(owner), URL, longest, NOW);

        assertThat(jwks(owner).load(id(owner), URL))
                .hasValueSatisfying(kept -> assertThat(kept.json()).isEqualTo(longest));
    }

    @ParameterizedTest
    @EnumSource(JwksRows.Owner.class)
    void deletesASetUnderAnyUrl(JwksRows.Owner owner) {
        JwksStore jwks = jwks(owner);
        jwks.delete(id(owner));
        jwks.save(id(owner), URL, JSON, NOW);
        jwks.delete(id(owner));

        assertThat(jwks.load(id(owner), URL)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(JwksRows.Owner.class)
    void keepsNothingForAnOwnerThatIsGone(JwksRows.Owner owner) {
        JwksStore jwks = jwks(owner);
        jwks.save(id(owner), URL, JSON, NOW);
        store.organization()
                .write(connection -> new TrustTables(connection)
                        .issuers()
                        .delete(PARTNER.id().value()));
        store.organization()
                .write(connection -> new TrustTables(connection)
                        .applications()
                        .delete(ORDERS.id().value()));
        assertThat(jwks.load(id(owner), URL)).isEmpty();

        jwks.save(id(owner), URL, JSON, NOW);
        assertThat(jwks.load(id(owner), URL)).isEmpty();
    }

    @Test
    void dropsTheSetWhenTheIssuerGetsOtherKeys() {
        JwksStore jwks = jwks(JwksRows.Owner.ISSUER);
        jwks.save(id(JwksRows.Owner.ISSUER), URL, JSON, NOW);
        var moved = SampleIssuer.partner()
                .keys(new KeySource.JwksUrl(URI.create("https://partner.example/other")))
                .build();
        store.organization().write(connection -> new TrustTables(connection).replace(PARTNER, moved));

        assertThat(jwks.load(id(JwksRows.Owner.ISSUER), URL)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(JwksRows.Owner.class)
    void keepsOneWholeSetOfManyThatAreSavedAtOnce(JwksRows.Owner owner) throws Exception {
        JwksStore jwks = jwks(owner);
        List<Boolean> saved = allAtOnce(IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(i -> () -> {
                    jwks.save(id(owner), URL, new byte[] {(byte) i}, NOW.plusSeconds(i));
                    return true;
                })
                .toList());

        assertThat(saved).hasSize(8);
        assertThat(jwks.load(id(owner), URL))
                .hasValueSatisfying(kept -> assertThat(kept.fetchedAt()).isEqualTo(NOW.plusSeconds(kept.json()[0])));
    }

    @ParameterizedTest
    @EnumSource(JwksRows.Owner.class)
    void grantsANodeItsOwnClaimAgain(JwksRows.Owner owner) {
        JwksStore jwks = jwks(owner);

        assertThat(jwks.claim(id(owner), NOW)).isTrue();
        assertThat(jwks.claim(id(owner), NOW)).isTrue();
        assertThat(jwks.claim(id(owner), NOW.plusSeconds(60))).isTrue();
    }

    private JwksStore jwks(JwksRows.Owner owner) {
        return new JwksRows(store.organization(), owner);
    }

    private static KeyOwnerId id(JwksRows.Owner owner) {
        return switch (owner) {
            case ISSUER -> PARTNER.keyOwner().id();
            case APPLICATION -> new KeyOwnerId(ORDERS.id().value());
        };
    }
}
