package dev.countersign.server.store.column;

/** The key of an organization in the tables: its number, which is never used again. */
public record OrganizationKey(long number) {
    /** The organization to which everything belongs that was stored before there were others. */
    public static final OrganizationKey ROOT = new OrganizationKey(1);

    public boolean isRoot() {
        return equals(ROOT);
    }
}
