package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.NOW;

/** The rows of people among those of every kind: administrators, and what they sign in with. */
record RowsOfPeople(RowsOfEveryKind rows) {

    void local() {
        rows.add(
                "administrators",
                "id, username, username_key, role, enabled, password_hash, created_at, last_signed_in_at",
                rows.id("ada"),
                "Ada",
                "ada",
                "administrator",
                1L,
                "hash of ada",
                NOW,
                NOW);
        rows.add(
                "one_time_links",
                "hash, person_id, expires_at",
                rows.hash("link").bytes(),
                rows.id("ada"),
                NOW.plusSeconds(600));
        rows.add(
                "one_time_links",
                "hash, person_id, expires_at",
                rows.hash("setup").bytes(),
                RowsOfEveryKind.NONE,
                NOW.plusSeconds(600));
        rows.add(
                "console_sessions",
                "id, token_hash, person_id, started_at, last_seen_at, address, user_agent",
                rows.id("session"),
                rows.hash("session").bytes(),
                rows.id("ada"),
                NOW,
                NOW,
                "192.0.2.1",
                "a browser");
    }

    void passkeys() {
        rows.add(
                "passkeys",
                "id, person_id, name, credential, sign_count, backup_eligible, created_at, last_used_at",
                rows.id("passkey"),
                rows.id("ada"),
                "phone",
                "AA",
                1L,
                0L,
                NOW,
                NOW);
        rows.add(
                "used_passkey_challenges",
                "hash, expires_at",
                rows.hash("challenge").bytes(),
                NOW.plusSeconds(300));
    }

    void ofProvider() {
        String person = "id, username, username_key, role, enabled, created_at, provider_issuer, provider_subject";
        rows.add(
                "administrators",
                person,
                rows.id("grace"),
                "Grace",
                "grace",
                "viewer",
                1L,
                NOW,
                RowsOfEveryKind.PROVIDER,
                "subject");
        String session = "id, token_hash, person_id, started_at, last_seen_at, address, user_agent, provider_sid";
        byte[] token = rows.hash("session of grace").bytes();
        rows.add(
                "console_sessions",
                session,
                rows.id("session-of-grace"),
                token,
                rows.id("grace"),
                NOW,
                NOW,
                "",
                "",
                "sid");
    }

    void personalTokens() {
        rows.add(
                "personal_access_tokens",
                "id, person_id, name, hash, role, created_at, expires_at, last_used_at",
                rows.id("token"),
                rows.id("ada"),
                "laptop",
                rows.hash("token").bytes(),
                "editor",
                NOW,
                RowsOfEveryKind.EXPIRY,
                NOW);
    }
}
