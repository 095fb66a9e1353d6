package dev.countersign.server.store.ledger;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.server.store.column.ColumnJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The column with the members of a {@code cnf} claim; null for what is not bound to a key. */
public final class ConfirmationColumn {
    private ConfirmationColumn() {}

    public static @Nullable String text(Confirmation confirmation) {
        return confirmation.isNone()
                ? null
                : new String(JsonText.write(confirmation.members()), StandardCharsets.UTF_8);
    }

    static Confirmation read(@Nullable String column) {
        return column == null
                ? Confirmation.NONE
                : new Confirmation(ColumnJson.claims(column).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, member -> String.valueOf(member.getValue()))));
    }
}
