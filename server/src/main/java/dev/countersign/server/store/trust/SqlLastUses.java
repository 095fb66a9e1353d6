package dev.countersign.server.store.trust;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.insight.LastUses;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.OrganizationStore;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** The times at which secrets and keys were last used, from the database; {@link RecordedUses} writes them. */
public record SqlLastUses(OrganizationStore store) implements LastUses {

    @Override
    public Map<String, Instant> ofSecrets(ApplicationId application) {
        return uses("""
                SELECT id, last_used_at FROM application_secrets
                WHERE organization = :organization AND last_used_at IS NOT NULL AND application_id = ?""", application.value());
    }

    @Override
    public Map<String, Instant> ofKeys(IssuerId issuer) {
        return uses("""
                SELECT key_label, last_used_at FROM issuer_key_uses
                WHERE organization = :organization AND issuer_id = ?""", issuer.value());
    }

    private Map<String, Instant> uses(String sql, String id) {
        return store
                .read(connection -> Statements.list(
                        connection, sql, row -> Map.entry(row.getString(1), Instant.ofEpochMilli(row.getLong(2))), id))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
