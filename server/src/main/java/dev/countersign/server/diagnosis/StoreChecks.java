package dev.countersign.server.diagnosis;

import dev.countersign.server.diagnosis.StoredState.Facts;
import dev.countersign.server.diagnosis.StoredState.SchemaState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The checks of the database: its schema, and its clock. */
final class StoreChecks {
    private static final String DATABASE = "database";
    private static final String CLOCK = "clock";

    private StoreChecks() {}

    static List<Finding> of(StoredState.Reading reading) {
        return switch (reading) {
            case StoredState.Reading.Absent() ->
                List.of(
                        Finding.notChecked(
                                DATABASE, "", "There is no database yet; the first `countersign serve` creates it."),
                        Finding.notChecked(CLOCK, "", "There is no database to compare it with."));
            case StoredState.Reading.Failed(String reason) ->
                List.of(
                        Finding.problem(
                                DATABASE,
                                "",
                                reason + ". Check [database] in deployment.toml, and that it is running."),
                        Finding.notChecked(CLOCK, "", "The database cannot be read."));
            case StoredState.Reading.Read(Facts facts) -> List.of(schema(facts), clock(facts));
        };
    }

    private static Finding schema(Facts facts) {
        SchemaState schema = facts.schema();
        return switch (schema.standing()) {
            case CURRENT ->
                Finding.ok(DATABASE, "", "%s has schema version %s.".formatted(facts.description(), schema.version()));
            case OLDER ->
                Finding.warning(
                        DATABASE,
                        "",
                        "%s has schema version %s; the next start of this version of the server brings it to %s. Make a backup before."
                                .formatted(facts.description(), shown(schema.version()), schema.known()));
            case NEWER ->
                Finding.problem(
                        DATABASE,
                        "",
                        "%s has schema version %s, which is newer than the version %s that this server knows. Start the version that made it, or a later one."
                                .formatted(facts.description(), schema.version(), schema.known()));
            case DIFFERENT ->
                Finding.problem(
                        DATABASE,
                        "",
                        "The migrations of %s differ from those of this version, or one of them failed. Restore a backup."
                                .formatted(facts.description()));
        };
    }

    private static String shown(String version) {
        return version.isEmpty() ? "none" : version;
    }

    private static Finding clock(Facts facts) {
        if (facts.schema().standing() != StoredState.Standing.CURRENT) {
            return Finding.notChecked(CLOCK, "", "The schema of the database is not the one of this version.");
        }
        return Stream.concat(
                        facts.clockOffset().stream().map(StoreChecks::ofDatabase),
                        facts.newestEvent().stream().map(StoreChecks::ofEvents))
                .max(Comparator.comparing(Finding::result))
                .orElseGet(() -> Finding.notChecked(
                        CLOCK, "", "The embedded database has no clock, and holds no event to compare this one with."));
    }

    private static Finding ofDatabase(Duration offset) {
        return offset.abs().compareTo(ClockOffset.TOLERATED) > 0
                ? Finding.warning(
                        CLOCK,
                        "",
                        "The clock of the database is %s this one. Nodes that disagree about the time refuse each other's tokens; synchronise both with NTP."
                                .formatted(ClockOffset.text(offset)))
                : Finding.ok(CLOCK, "", "This clock and that of the database agree.");
    }

    private static Finding ofEvents(Duration sinceNewest) {
        return sinceNewest.plus(ClockOffset.TOLERATED).isNegative()
                ? Finding.warning(
                        CLOCK,
                        "",
                        "The newest event of the audit is from %s in the future: this clock was set back, or was ahead when it was recorded. Synchronise it with NTP."
                                .formatted(ClockOffset.seconds(sinceNewest)))
                : Finding.ok(CLOCK, "", "No event of the audit is from the future.");
    }
}
