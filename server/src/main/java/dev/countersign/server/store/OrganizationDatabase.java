package dev.countersign.server.store;

import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.event.SecurityEvents;
import dev.countersign.core.keys.JwksStore;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.token.TokenRecords;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.LastUses;
import dev.countersign.server.insight.RevokedTokens;
import dev.countersign.server.notice.NoticeRecords;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.passkey.PasskeyStore;
import dev.countersign.server.people.token.PersonalTokenStore;
import dev.countersign.server.registry.trust.TrustStore;
import dev.countersign.server.signing.SigningKeyStore;
import dev.countersign.server.store.audit.AuditFinder;
import dev.countersign.server.store.audit.CountedExchanges;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.keys.JwksRows;
import dev.countersign.server.store.keys.SigningKeyRows;
import dev.countersign.server.store.ledger.GroupCommitLedger;
import dev.countersign.server.store.ledger.SqlBlockedSubjects;
import dev.countersign.server.store.ledger.SqlRefreshTokens;
import dev.countersign.server.store.ledger.SqlSecurityEvents;
import dev.countersign.server.store.ledger.SqlTokenRecords;
import dev.countersign.server.store.notice.SqlNoticeRecords;
import dev.countersign.server.store.people.SqlPasskeyStore;
import dev.countersign.server.store.people.SqlPeopleStore;
import dev.countersign.server.store.people.SqlPersonalTokens;
import dev.countersign.server.store.trust.SqlLastUses;
import dev.countersign.server.store.trust.SqlTrustStore;
import dev.countersign.server.subject.BlockedSubjects;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The part of the database that belongs to one organization: the adapters of the ports.
 *
 * @param ways in which its people can sign in
 */
public record OrganizationDatabase(
        OrganizationStore store,
        InstantSource clock,
        Duration timeLimit,
        TokenEvents audit,
        TokenEvents uses,
        WaysIn ways) {

    /** The same, where people can sign in in these ways. */
    public OrganizationDatabase with(WaysIn others) {
        return new OrganizationDatabase(store, clock, timeLimit, audit, uses, others);
    }

    /** Receiver of token events that stores and logs them, and records the use of secrets and keys. */
    public TokenEvents tokenEvents() {
        return event -> {
            audit.record(event);
            uses.record(event);
        };
    }

    /** The ledger of redemptions and issued tokens. */
    public TokenLedger ledger() {
        return new GroupCommitLedger(store, timeLimit);
    }

    /** The records of issued access tokens. */
    public TokenRecords tokenRecords() {
        return new SqlTokenRecords(store);
    }

    /** The records of issued access tokens, for revoking many at once. */
    public RevokedTokens revokedTokens() {
        return new SqlTokenRecords(store);
    }

    /** The blocked subjects. */
    public BlockedSubjects blockedSubjects() {
        return new SqlBlockedSubjects(store);
    }

    /** The effects of security events. */
    public SecurityEvents securityEvents() {
        return new SqlSecurityEvents(store);
    }

    /** The records of refresh tokens. */
    public RefreshTokens refreshTokens() {
        return new SqlRefreshTokens(store);
    }

    /** The last good JWK sets of applications. */
    public JwksStore applicationJwks() {
        return new JwksRows(store, JwksRows.Owner.APPLICATION);
    }

    /** The trusted token issuers and applications. */
    public TrustStore trust() {
        return new SqlTrustStore(store);
    }

    /** The users of the console. */
    public PeopleStore people() {
        return new SqlPeopleStore(store, ways);
    }

    /** The personal access tokens of the users of the console. */
    public PersonalTokenStore personalTokens() {
        return new SqlPersonalTokens(store, ways);
    }

    /** The passkeys of the users of the console. */
    public PasskeyStore passkeys() {
        return new SqlPasskeyStore(store, ways);
    }

    /** The audit, for reading. */
    public AuditRecords auditRecords() {
        return new AuditFinder(store);
    }

    /** The counts of token requests. */
    public ExchangeCounts exchangeCounts() {
        return new CountedExchanges(store, clock);
    }

    /** The times at which secrets and keys were last used. */
    public LastUses lastUses() {
        return new SqlLastUses(store);
    }

    /** The last good JWK sets. */
    public JwksStore jwks() {
        return new JwksRows(store, JwksRows.Owner.ISSUER);
    }

    /** The notices that the webhook was told of. */
    public NoticeRecords noticeRecords() {
        return new SqlNoticeRecords(store);
    }

    /** The encrypted signing keys. */
    public SigningKeyStore signingKeys() {
        return new SigningKeyRows(store);
    }
}
