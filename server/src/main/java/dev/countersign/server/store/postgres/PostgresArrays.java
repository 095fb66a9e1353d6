package dev.countersign.server.store.postgres;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenForm;
import dev.countersign.server.store.column.ColumnJson;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.ledger.ConfirmationColumn;
import dev.countersign.server.store.ledger.DelegationColumn;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Binding of array parameters on PostgreSQL; each array has the values of one column for many rows. */
final class PostgresArrays {
    private PostgresArrays() {}

    /** A token that is issued in an organization. */
    record TokenOfOrganization(OrganizationKey organization, IssuedToken token) {}

    /**
     * Binds the tokens, each column an array.
     *
     * @param first the parameter of the first column
     */
    static void tokens(Connection connection, PreparedStatement statement, int first, List<TokenOfOrganization> tokens)
            throws SQLException {
        text(
                connection,
                statement,
                first,
                tokens,
                token -> Optional.of(token.token().id().value()));
        text(
                connection,
                statement,
                first + 1,
                tokens,
                token -> token.token().issuer().map(IssuerId::value));
        text(
                connection,
                statement,
                first + 2,
                tokens,
                token -> Optional.of(token.token().subject()));
        text(
                connection,
                statement,
                first + 3,
                tokens,
                token -> Optional.of(token.token().application().value()));
        text(
                connection,
                statement,
                first + 4,
                tokens,
                token -> Optional.of(token.token().clientId().value()));
        grants(connection, statement, first, tokens);
    }

    private static void grants(
            Connection connection, PreparedStatement statement, int first, List<TokenOfOrganization> tokens)
            throws SQLException {
        text(
                connection,
                statement,
                first + 5,
                tokens,
                token -> Optional.of(token.token().scopes().toString()));
        text(connection, statement, first + 6, tokens, token -> Optional.of(audiences(token.token())));
        number(
                connection,
                statement,
                first + 7,
                tokens,
                token -> token.token().issuedAt().toEpochMilli());
        number(
                connection,
                statement,
                first + 8,
                tokens,
                token -> token.token().expiresAt().toEpochMilli());
        text(
                connection,
                statement,
                first + 9,
                tokens,
                token -> opaque(token.token()).map(form -> form.hash().hex()));
        text(
                connection,
                statement,
                first + 10,
                tokens,
                token -> opaque(token.token()).map(PostgresArrays::claims));
        text(
                connection,
                statement,
                first + 11,
                tokens,
                token -> Optional.ofNullable(
                        ConfirmationColumn.text(token.token().confirmation())));
        text(
                connection,
                statement,
                first + 12,
                tokens,
                token -> token.token().issuerSubject().map(IssuerSubject::subject));
        origins(connection, statement, first, tokens);
    }

    private static void origins(
            Connection connection, PreparedStatement statement, int first, List<TokenOfOrganization> tokens)
            throws SQLException {
        text(
                connection,
                statement,
                first + 13,
                tokens,
                token -> token.token().derivation().from().map(TokenId::value));
        text(
                connection,
                statement,
                first + 14,
                tokens,
                token -> Optional.ofNullable(DelegationColumn.text(token.token().derivation())));
        number(
                connection,
                statement,
                first + 15,
                tokens,
                token -> token.organization().number());
    }

    private static String audiences(IssuedToken token) {
        return ColumnJson.array(token.audiences().stream().map(Audience::value).toList());
    }

    private static String claims(TokenForm.Opaque form) {
        return new String(JsonText.write(form.claims()), StandardCharsets.UTF_8);
    }

    private static Optional<TokenForm.Opaque> opaque(IssuedToken token) {
        return token.form() instanceof TokenForm.Opaque form ? Optional.of(form) : Optional.empty();
    }

    static <T> void text(
            Connection connection,
            PreparedStatement statement,
            int parameter,
            List<T> rows,
            Function<T, Optional<String>> column)
            throws SQLException {
        Object[] values =
                rows.stream().map(row -> column.apply(row).orElse(null)).toArray();
        statement.setArray(parameter, connection.createArrayOf("text", values));
    }

    static <T> void number(
            Connection connection, PreparedStatement statement, int parameter, List<T> rows, Function<T, Long> column)
            throws SQLException {
        Object[] values = rows.stream().map(column).toArray();
        statement.setArray(parameter, connection.createArrayOf("bigint", values));
    }
}
