package dev.countersign.server.store.ledger;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.database.OrganizationStore;
import java.sql.SQLException;
import java.util.List;

/** Record of JWTs that are received once and are no assertions, beside the replay keys of redemptions. */
public final class ReceivedOnce {
    private ReceivedOnce() {}

    /** Records a key in the writer's transaction, which excludes redemptions; returns whether it was new. */
    public static boolean isNew(OrganizationStore store, OrganizationConnection connection, ReplayKey key)
            throws SQLException {
        return OrganizationReplayKeys.spend(store, connection, List.of(key)).isEmpty();
    }
}
