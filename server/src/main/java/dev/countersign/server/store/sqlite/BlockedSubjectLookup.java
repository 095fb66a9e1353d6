package dev.countersign.server.store.sqlite;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.ledger.BlockedSubjectRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Blocks on the subjects of a group of redemptions, looked up with one statement for each issuer of the group.
 *
 * <p>Nothing is kept from one group to the next. Figure: {@code bench blocked} in {@code bench/results/blocked.txt}.
 */
final class BlockedSubjectLookup {
    private static final String SELECT_ANY = "SELECT EXISTS (SELECT 1 FROM blocked_subjects)";

    /**
     * Hashes are given as a JSON array, so that the statement is the same for every number of them. The order of the join
     * is fixed: otherwise all blocks of the issuer may be read instead of one place of the index for each hash.
     */
    static final String SELECT = """
            SELECT blocked.subject_hash, blocked.until
            FROM json_each(?3) AS hash CROSS JOIN blocked_subjects AS blocked
            WHERE blocked.organization = ?1 AND blocked.issuer_id = ?2 AND blocked.subject_hash = unhex(hash.value)""";

    private static final HexFormat HEX = HexFormat.of();

    private final PreparedStatement selectAny;
    private final PreparedStatement select;

    BlockedSubjectLookup(Connection connection) throws SQLException {
        this.selectAny = connection.prepareStatement(SELECT_ANY);
        this.select = connection.prepareStatement(SELECT);
    }

    void close() throws SQLException {
        selectAny.close();
        select.close();
    }

    /** Blocks on the subjects of these redemptions, those that have ended included. */
    Found find(List<PendingRedemption> group) throws SQLException {
        var found = new Found(new HashMap<>());
        // most servers block nobody: one query then, whatever the group has
        if (areThereAny()) {
            Map<Issuer, StringBuilder> hashes = new HashMap<>();
            for (PendingRedemption redemption : group) {
                for (PendingRedemption.Subject subject : redemption.subjects()) {
                    append(
                            hashes.computeIfAbsent(
                                    Issuer.of(redemption.organization(), subject.name()), _ -> new StringBuilder("[")),
                            BlockedSubjectRows.hash(subject.name()));
                }
            }
            for (Map.Entry<Issuer, StringBuilder> issuer : hashes.entrySet()) {
                read(issuer.getKey(), issuer.getValue().append(']').toString(), found);
            }
        }
        return found;
    }

    private boolean areThereAny() throws SQLException {
        try (var rows = selectAny.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static void append(StringBuilder array, Sha256 hash) {
        array.append(array.length() == 1 ? "\"" : ",\"");
        HEX.formatHex(array, hash.bytes());
        array.append('"');
    }

    private void read(Issuer issuer, String hashes, Found found) throws SQLException {
        select.setLong(1, issuer.organization().number());
        select.setString(2, issuer.id());
        select.setString(3, hashes);
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                var block = new Block(issuer, Sha256.fromBytes(rows.getBytes(1)));
                long until = rows.getLong(2);
                found.add(block, rows.wasNull() ? Long.MAX_VALUE : until);
            }
        }
    }

    private record Issuer(OrganizationKey organization, String id) {
        static Issuer of(OrganizationKey organization, IssuerSubject subject) {
            return new Issuer(organization, subject.issuer().value());
        }
    }

    private record Block(Issuer issuer, Sha256 subject) {}

    /**
     * The blocks that were found.
     *
     * @param until the latest end of each, in milliseconds since 1970
     */
    record Found(Map<Block, Long> until) {
        private void add(Block block, long end) {
            until.merge(block, end, Math::max);
        }

        /** The first subject of a redemption with a block in force at its time. */
        Optional<IssuerSubject> blocked(PendingRedemption redemption) {
            if (until.isEmpty()) {
                return Optional.empty();
            }
            for (PendingRedemption.Subject subject : redemption.subjects()) {
                var issuer = Issuer.of(redemption.organization(), subject.name());
                Long end = until.get(new Block(issuer, BlockedSubjectRows.hash(subject.name())));
                if (end != null && subject.at().toEpochMilli() < end) {
                    return Optional.of(subject.name());
                }
            }
            return Optional.empty();
        }
    }
}
