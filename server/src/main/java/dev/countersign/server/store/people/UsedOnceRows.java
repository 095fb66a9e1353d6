package dev.countersign.server.store.people;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.ProviderSignIn;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The table of hashes that are kept until a time, within a transaction: those of what a sign-in uses once, which are
 * challenges of passkeys and states of sign-ins with the OpenID provider, and those of logouts at the provider. The first
 * kind gave the table its name.
 */
final class UsedOnceRows {
    private UsedOnceRows() {}

    /** Keeps the hash of something that is used; returns whether it was not used before. */
    static boolean use(OrganizationConnection connection, Sha256 hash, Instant until) throws SQLException {
        return Statements.update(connection, """
                INSERT INTO used_passkey_challenges (organization, hash, expires_at) VALUES (:organization, ?, ?)
                ON CONFLICT (organization, hash) DO NOTHING""", hash.bytes(), until) == 1;
    }

    /** Keeps a logout until the sign-ins that began before it are over. */
    static void keep(OrganizationConnection connection, ProviderSignIn.Logout logout) throws SQLException {
        Statements.update(
                connection,
                """
                INSERT INTO used_passkey_challenges (organization, hash, expires_at) VALUES (:organization, ?, ?)
                ON CONFLICT (organization, hash) DO UPDATE SET expires_at = excluded.expires_at""",
                hash(logout.issuer(), logout.subject(), logout.session()).bytes(),
                logout.over());
    }

    /** Whether a logout that concerns this user came after the sign-in began. */
    static boolean isLoggedOut(OrganizationConnection connection, ProviderSignIn.User user) throws SQLException {
        String issuer = user.account().issuer();
        Optional<String> subject = Optional.of(user.account().subject());
        List<Sha256> hashes = user.session().isPresent()
                ? List.of(
                        hash(issuer, subject, Optional.empty()),
                        hash(issuer, Optional.empty(), user.session()),
                        hash(issuer, subject, user.session()))
                : List.of(hash(issuer, subject, Optional.empty()));
        for (Sha256 hash : hashes) {
            boolean kept = Statements.exists(
                    connection,
                    "SELECT 1 FROM used_passkey_challenges WHERE organization = :organization AND hash = ? AND expires_at >= ?",
                    hash.bytes(),
                    user.over());
            if (kept) {
                return true;
            }
        }
        return false;
    }

    /** The parts may have any characters, so that each is hashed first. */
    private static Sha256 hash(String issuer, Optional<String> subject, Optional<String> session) {
        return Sha256.ofUtf8(List.of(Optional.of(issuer), subject, session).stream()
                .map(part -> part.map(text -> Sha256.ofUtf8(text).hex()).orElse(""))
                .collect(Collectors.joining(".", "logout at the provider ", "")));
    }
}
