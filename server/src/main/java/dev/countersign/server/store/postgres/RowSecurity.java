package dev.countersign.server.store.postgres;

import dev.countersign.server.store.column.VisibleOrganizations;

/**
 * Row-level security, the second wall between organizations: a statement that forgets its condition finds only rows of the
 * organizations that its transaction is for, and none in a transaction that names none.
 */
final class RowSecurity {
    private static final String SETTING = "countersign.organizations";

    private RowSecurity() {}

    /** The statement that restricts the current transaction. */
    static String restriction(VisibleOrganizations visible) {
        return "SELECT " + restriction("'" + visible.list() + "'");
    }

    /** @param list the numbers as an expression */
    static String restriction(String list) {
        return "set_config('" + SETTING + "', " + list + ", true)";
    }
}
