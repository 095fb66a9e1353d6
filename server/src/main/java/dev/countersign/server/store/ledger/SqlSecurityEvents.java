package dev.countersign.server.store.ledger;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.event.SecurityEventType;
import dev.countersign.core.event.SecurityEvents;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.subject.BlockedSubject;
import dev.countersign.server.subject.BlockedSubject.Source;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The effects of security events in the database. */
public record SqlSecurityEvents(OrganizationStore store) implements SecurityEvents {
    private static final System.Logger LOG = System.getLogger(SqlSecurityEvents.class.getName());

    @Override
    public Applied apply(Verified event) {
        try {
            store.write(connection -> apply(connection, event));
            return new Applied.Done();
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.WARNING, "A security event could not be applied", gone);
            return new Applied.Unavailable(gone.retryAfter());
        }
    }

    /** Returns whether the event was new. */
    private boolean apply(OrganizationConnection connection, Verified event) throws SQLException {
        store.engine().excludeRedemptions(connection.connection());
        if (OrganizationReplayKeys.spend(store, connection, List.of(event.replayKey()))
                .isPresent()) {
            return false;
        }
        long revoked = switch (event.effect()) {
            case LIFT -> {
                BlockedSubjectRows.lift(connection, event.subject(), event.issuedAt());
                yield 0L;
            }
            case BLOCK -> {
                BlockedSubjectRows.insertOrRenew(connection, block(event));
                yield revoke(connection, event);
            }
            case REVOKE -> revoke(connection, event);
        };
        AuditRows.insert(connection, audit(event, revoked));
        return true;
    }

    private static long revoke(OrganizationConnection connection, Verified event) throws SQLException {
        return BlockedSubjectRows.revoke(
                connection, event.subject(), event.subject().mapped(event.issuer()), event.at());
    }

    private static BlockedSubject block(Verified event) {
        return new BlockedSubject(
                Secrets.generateId(),
                event.subject(),
                Source.ISSUER,
                String.join(", ", words(event)),
                event.issuedAt(),
                Optional.empty());
    }

    private static List<String> words(Verified event) {
        return event.types().stream().map(SecurityEventType::word).toList();
    }

    private static AdminEvent audit(Verified event, long revoked) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("events", words(event));
        detail.put("jti", event.id());
        detail.put("iat", event.issuedAt().toString());
        detail.put("revoked", revoked);
        return new AdminEvent(
                event.at().truncatedTo(ChronoUnit.MILLIS),
                event.correlationId(),
                event.issuer(),
                "security_event.received",
                event.subject().issuer().value(),
                event.subject().subject(),
                Optional.empty(),
                Optional.of(new String(JsonText.write(detail), StandardCharsets.UTF_8)));
    }
}
