package dev.countersign.server.store.audit;

import dev.countersign.server.store.OpenStore;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PostgresCountsAgreeWithAuditTest extends CountsAgreeWithAuditContract {
    @Property(tries = 5)
    void whateverHappensInWhateverOrder(@ForAll Random random) {
        try (var store = OpenStore.emptiedOnPostgres()) {
            runSteps(store, random);
        }
    }
}
