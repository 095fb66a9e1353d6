package dev.countersign.server.store.ledger;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.OrganizationStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The replay keys of a redemption as they are recorded. The hash of those of other organizations than the root covers the
 * number of the organization, so that the largest table needs no further column and the same JWT is used once in each.
 *
 * @param keys of the root organization, or with their hashes without an organization
 */
record OrganizationReplayKeys(OrganizationKey organization, List<ReplayKey> keys) {

    /** The keys that are recorded, in the same order. */
    List<ReplayKey> recorded() {
        return organization.isRoot() ? keys : keys.stream().map(this::recorded).toList();
    }

    private ReplayKey recorded(ReplayKey key) {
        Sha256 hash = Sha256.ofUtf8(organization.number() + ":" + key.hash().hex());
        return new ReplayKey(hash, key.keepUntil(), key.reusable());
    }

    /** The outcome with the key that its caller knows. */
    Redemption known(Redemption outcome) {
        return outcome instanceof Redemption.Replayed replayed ? known(replayed) : outcome;
    }

    private Redemption.Replayed known(Redemption.Replayed replayed) {
        return keys.stream()
                .filter(key -> !organization.isRoot() && recorded(key).hash().equals(replayed.hash()))
                .findFirst()
                .map(key -> new Redemption.Replayed(key.hash(), replayed.rememberedUntil()))
                .orElse(replayed);
    }

    /** Records keys in the writer's transaction; see {@link dev.countersign.server.store.database.Engine#spend}. */
    static Optional<Redemption.Replayed> spend(
            OrganizationStore store, OrganizationConnection connection, List<ReplayKey> keys) throws SQLException {
        var own = new OrganizationReplayKeys(store.key(), keys);
        return store.engine().spend(connection, own.recorded()).map(own::known);
    }
}
