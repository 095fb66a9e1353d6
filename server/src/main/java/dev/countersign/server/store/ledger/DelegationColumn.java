package dev.countersign.server.store.ledger;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.Derivation;
import dev.countersign.server.store.column.ColumnJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The column with the claims {@code act} and {@code may_act}, and the number of exchanges; null for a token without any
 * of them.
 */
public final class DelegationColumn {
    private static final String EXCHANGES = "exchanges";

    private DelegationColumn() {}

    public static @Nullable String text(Derivation derivation) {
        if (derivation.equals(Derivation.NONE)) {
            return null;
        }
        var members = new LinkedHashMap<>(derivation.claims());
        if (derivation.exchanges() > 0) {
            members.put(EXCHANGES, derivation.exchanges());
        }
        return members.isEmpty() ? null : new String(JsonText.write(members), StandardCharsets.UTF_8);
    }

    /** @param from the column with the id of the exchanged token */
    static Derivation read(@Nullable String from, @Nullable String column) {
        if (from == null && column == null) {
            return Derivation.NONE;
        }
        Map<String, Object> members = column == null ? Map.of() : ColumnJson.claims(column);
        return Derivation.of(
                Optional.ofNullable(from).map(TokenId::new),
                members,
                members.get(EXCHANGES) instanceof Number exchanges ? exchanges.intValue() : 0);
    }
}
