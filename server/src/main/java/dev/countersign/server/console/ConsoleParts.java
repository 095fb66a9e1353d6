package dev.countersign.server.console;

import dev.countersign.server.management.AuditRecords;
import dev.countersign.server.management.ExplainAssertion;
import dev.countersign.server.management.InspectIssuerKeys;
import dev.countersign.server.management.LastUses;
import dev.countersign.server.management.RotateSigningKeys;
import dev.countersign.server.management.UseCases;
import dev.countersign.server.people.PeopleServices;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the console shows and changes.
 *
 * @param server what the server says of itself
 */
public record ConsoleParts(
        ServerFacts server,
        PeopleServices people,
        UseCases useCases,
        InspectIssuerKeys issuerKeys,
        LastUses lastUses,
        ExplainAssertion explain,
        AuditRecords audit,
        RotateSigningKeys signingKeys,
        InstantSource clock) {

    List<Route> routes() {
        return Stream.<ConsoleSection>of(
                        new SignInSection(people.signIn(), people.sessions()),
                        new OneTimeLinkSection(people),
                        new HomeSection(),
                        new SigningKeysSection(signingKeys),
                        new SettingsSection(server))
                .map(ConsoleSection::routes)
                .flatMap(List::stream)
                .toList();
    }
}
