package dev.countersign.server.store.postgres;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.column.VisibleOrganizations;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.ledger.BlockedSubjectRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The redemptions of a group whose subject is blocked, by their numbers in it. */
final class BlockedRedemptions {
    /** One probe of the index for each subject, however many are blocked. */
    static final String SQL = """
            blocked AS (
                SELECT about.redemption, about.redemption || ':' || about.subject_hash AS refused
                FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
                    AS about (redemption, organization, issuer_id, subject_hash, at)
                WHERE COALESCE((SELECT TRUE FROM blocked_subjects AS known
                    WHERE known.organization = about.organization
                        AND known.issuer_id = about.issuer_id
                        AND known.subject_hash = decode(about.subject_hash, 'hex')
                        AND (known.until IS NULL OR known.until > about.at) LIMIT 1), FALSE)),
            """;

    private BlockedRedemptions() {}

    private record About(int redemption, PendingRedemption.Subject subject) {
        Sha256 hash() {
            return BlockedSubjectRows.hash(subject.name());
        }
    }

    /**
     * Binds the first parameters of a statement: the organizations and the subjects of the group.
     *
     * @return the number of the next parameter
     */
    static int bind(Connection connection, PreparedStatement statement, List<PendingRedemption> group)
            throws SQLException {
        statement.setString(
                1,
                VisibleOrganizations.of(group.stream()
                                .map(PendingRedemption::organization)
                                .toList())
                        .list());
        List<About> subjects = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            int number = i;
            group.get(i).subjects().forEach(subject -> subjects.add(new About(number, subject)));
        }
        PostgresArrays.text(connection, statement, 2, subjects, about -> Optional.of(number(about.redemption())));
        PostgresArrays.number(
                connection,
                statement,
                3,
                subjects,
                about -> group.get(about.redemption()).organization().number());
        PostgresArrays.text(
                connection,
                statement,
                4,
                subjects,
                about -> Optional.of(about.subject().name().issuer().value()));
        PostgresArrays.text(
                connection,
                statement,
                5,
                subjects,
                about -> Optional.of(about.hash().hex()));
        PostgresArrays.number(
                connection,
                statement,
                6,
                subjects,
                about -> about.subject().at().toEpochMilli());
        return 7;
    }

    static String number(int redemption) {
        return Integer.toString(redemption);
    }

    /**
     * The refusal of a redemption.
     *
     * @param result of the statement, among which are the blocked redemptions, each with the hash of its subject
     */
    static Optional<Redemption> refusal(List<PendingRedemption> group, int redemption, Set<String> result) {
        return group.get(redemption).subjects().stream()
                .filter(subject -> result.contains(number(redemption) + ":"
                        + BlockedSubjectRows.hash(subject.name()).hex()))
                .findFirst()
                .map(subject -> new Redemption.Blocked(subject.name()));
    }
}
