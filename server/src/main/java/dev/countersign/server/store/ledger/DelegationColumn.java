package dev.countersign.server.store.ledger;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.Derivation;
import dev.countersign.server.store.column.ColumnJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The column with the claims {@code act} and {@code may_act}; null for a token without them. */
public final class DelegationColumn {
    private DelegationColumn() {}

    public static @Nullable String text(Derivation derivation) {
        Map<String, Object> claims = derivation.claims();
        return claims.isEmpty() ? null : new String(JsonText.write(claims), StandardCharsets.UTF_8);
    }

    /** @param from the column with the id of the exchanged token */
    static Derivation read(@Nullable String from, @Nullable String claims) {
        return from == null && claims == null
                ? Derivation.NONE
                : Derivation.of(
                        Optional.ofNullable(from).map(TokenId::new),
                        claims == null ? Map.of() : ColumnJson.claims(claims));
    }
}
