package dev.countersign.server.store.postgres;

import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.column.VisibleOrganizations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Row-level security, the second wall between organizations: a statement that forgets its condition finds only rows of the
 * organizations that its transaction is for, and none in a transaction that names none. It begins with the first
 * organization beside the root, because a node of the version before names none.
 */
final class RowSecurity {
    private static final String SETTING = "countersign.organizations";

    private static final String POLICY = "within_organization";

    private static final String SCHEMA = "(SELECT relnamespace FROM pg_class WHERE oid = 'organizations'::regclass)";

    /** Constraints of the version before, by which names are unique over all organizations, with their tables. */
    private static final String OBSOLETE = """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
            WHERE conname IN ('trusted_token_issuers_name_key', 'trusted_token_issuers_issuer_key',
                'applications_name_key', 'applications_client_id_key', 'api_resources_name_key',
                'api_resources_audience_key', 'administrators_username_key_key') AND connamespace =\s""" + SCHEMA + """

            UNION ALL
            SELECT format('DROP INDEX %s', oid::regclass) FROM pg_class
            WHERE relname = 'signing_keys_in_line' AND relnamespace =\s""" + SCHEMA + " ORDER BY 1";

    /** Tables, and their partitions, whose rows belong to organizations and are not protected. */
    private static final String UNPROTECTED = """
            SELECT oid::regclass::text FROM pg_class
            WHERE relkind IN ('r', 'p')
                AND EXISTS (SELECT 1 FROM pg_attribute
                    WHERE attrelid = pg_class.oid AND attname = 'organization' AND NOT attisdropped)
                AND NOT (relrowsecurity AND relforcerowsecurity
                    AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid AND polname = ?))
                AND relnamespace =\s""" + SCHEMA + " ORDER BY 1";

    private RowSecurity() {}

    /** The statement that restricts the current transaction. */
    static String restriction(VisibleOrganizations visible) {
        return "SELECT " + restriction("'" + visible.list() + "'");
    }

    /** The statement that restricts the following transactions of a connection. */
    static String restrictionOfSession(VisibleOrganizations visible) {
        return "SELECT set_config('" + SETTING + "', '" + visible.list() + "', false)";
    }

    /** @param list the numbers as an expression */
    static String restriction(String list) {
        return "set_config('" + SETTING + "', " + list + ", true)";
    }

    /** Whether there are, or were, organizations beside the root. */
    static boolean isNeeded(Connection connection) throws SQLException {
        return Statements.exists(connection, "SELECT 1 FROM organizations WHERE number <> 1");
    }

    /** Whether the role of the connection is exempt from row-level security. */
    static boolean isBypassed(Connection connection) throws SQLException {
        return Statements.exists(
                connection, "SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)");
    }

    /** The statements that are missing for the separation of organizations; empty when it is complete. */
    static List<String> missing(Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>(Statements.list(connection, OBSOLETE, row -> row.getString(1)));
        statements.addAll(missingPolicies(connection));
        return statements;
    }

    /** The statements that protect the tables and partitions that are not protected. */
    static List<String> missingPolicies(Connection connection) throws SQLException {
        return Statements.list(connection, UNPROTECTED, row -> row.getString(1), POLICY).stream()
                .flatMap(table -> protection(table).stream())
                .toList();
    }

    /**
     * The statements that protect a table, or a partition against access that does not go through its table. The
     * subqueries of the policy are evaluated once in a statement.
     */
    static List<String> protection(String table) {
        return List.of(
                "DROP POLICY IF EXISTS %s ON %s".formatted(POLICY, table),
                """
                CREATE POLICY %2$s ON %1$s USING ((SELECT current_setting('%3$s', true)) = '*'
                    OR organization::text = ANY ((SELECT string_to_array(current_setting('%3$s', true), ','))::text[]))""".formatted(table, POLICY, SETTING),
                "ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY".formatted(table));
    }
}
