package dev.countersign.server.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import dev.countersign.server.people.SessionToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageRequestTest {
    @ParameterizedTest
    @CsvSource({"VIEWER, 2", "EDITOR, 2", "ADMINISTRATOR, 0"})
    void onlyAnAdministratorHoldsTheScopesOfOurAdministration(Role role, int lacking) {
        var request = new PageRequest(
                "/",
                Map.of(),
                Form.EMPTY,
                Form.EMPTY,
                Optional.of(signedIn(role)),
                "token",
                HiddenColumns.NONE,
                false,
                Optional.empty(),
                new PageRequest.Caller("192.0.2.1", "browser", new CorrelationId("c")));

        assertThat(request.administrator()
                        .authority()
                        .lacking(ScopeSet.of(List.of("admin:read", "admin:write", "orders:read")))
                        .tokens())
                .hasSize(lacking);
    }

    private static PageRequest.SignedIn signedIn(Role role) {
        var person = new Person(new PersonId("1"), "ada", role, true, Instant.EPOCH, Optional.empty(), true);
        var session = new Session(new SessionId("1"), person, Instant.EPOCH, Instant.EPOCH, "192.0.2.1", "browser");
        return new PageRequest.SignedIn(session, new SessionToken("token"));
    }
}
