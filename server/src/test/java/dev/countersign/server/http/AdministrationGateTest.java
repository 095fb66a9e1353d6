package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.http.RawHttp.Answer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.token.PersonalToken;
import dev.countersign.server.people.token.PersonalTokenId;
import dev.countersign.server.people.token.PersonalTokenStore;
import dev.countersign.server.people.token.PersonalTokens;
import dev.countersign.server.people.token.PersonalTokens.Draft;
import dev.countersign.server.people.token.PersonalTokens.Issued;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.AdministrationGate;
import dev.countersign.server.web.PathService;
import dev.countersign.server.web.Permission;
import dev.countersign.server.web.Responses;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the gate of the REST API from the view of callers with a personal access token. */
class AdministrationGateTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Person ADA =
            new Person(new PersonId("ada"), "ada", Role.ADMINISTRATOR, true, NOW, Optional.empty(), true);
    private static final OneTokenStore STORE = new OneTokenStore();
    private static final PersonalTokens TOKENS = new PersonalTokens(STORE, Optional.empty(), () -> STORE.now);
    private static final AtomicReference<Administrator> AUTHOR = new AtomicReference<>();
    private static final AtomicReference<AdministrationGate> GATE = new AtomicReference<>();
    private static HttpFixture server;
    private static String token;

    /** A store of the token that was added last, which can be made unavailable. */
    private static final class OneTokenStore implements PersonalTokenStore {
        private Optional<Owned> owned = Optional.empty();
        private Sha256 stored = Sha256.ofUtf8("");
        private volatile Instant now = NOW;
        private volatile boolean isDown;

        @Override
        public Addition add(PersonalToken added, Sha256 hash, int most, AdminEvent event) {
            owned = Optional.of(new Owned(added, ADA));
            stored = hash;
            return Addition.DONE;
        }

        @Override
        public Optional<Owned> find(Sha256 hash) {
            if (isDown) {
                throw new StoreUnavailableException(Duration.ofSeconds(3));
            }
            return owned.filter(_ -> hash.equals(stored));
        }

        @Override
        public Optional<Owned> find(PersonalTokenId id) {
            return owned.filter(found -> found.token().id().equals(id));
        }

        @Override
        public List<PersonalToken> of(PersonId person) {
            return owned.stream().map(Owned::token).toList();
        }

        @Override
        public List<Owned> expiring(Instant after, Instant until) {
            return List.of();
        }

        @Override
        public boolean remove(PersonalTokenId id, AdminEvent event) {
            return false;
        }

        @Override
        public void used(PersonalTokenId id, Instant at) {
            throw new StoreUnavailableException(Duration.ofSeconds(3));
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var service = new PathService() {
            @Override
            public List<String> roots() {
                return List.of("/api/v1/thing");
            }

            @Override
            public void handle(ServerRequest request, ServerResponse response) {
                var needed = new Permission("admin:write", Role.EDITOR);
                GATE.get().admit(request, response, needed).ifPresent(author -> {
                    AUTHOR.set(author);
                    Responses.json(response, 200, Map.of("ok", true));
                });
            }
        };
        server = new HttpFixture(folder, HttpFixture.ISSUER, HttpFixture.SHORT, service);
        GATE.set(new AdministrationGate(server.gate(), TOKENS));
        server.clients.clear();
        server.clients.add(AdminApplication.enabled("admin:read admin:write"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        STORE.isDown = false;
        STORE.now = NOW;
        token = issued(Role.EDITOR);
    }

    private static String issued(Role role) {
        var author = new Administrator("ada", new CorrelationId("c"));
        return switch (TOKENS.create(ADA, new Draft("laptop", Optional.of(role), Optional.of(1)), author)) {
            case Outcome.Done<Issued>(var issued) -> issued.text().value();
            default -> throw new AssertionError("no token");
        };
    }

    @Test
    void admitsThePersonWithTheTokenEvenIfItsUseCannotBeRecorded() throws Exception {
        assertThat(call("", "Authorization: Bearer " + token + "\r\n").status()).isEqualTo(200);

        assertThat(AUTHOR.get().name()).isEqualTo("ada");
        assertThat(AUTHOR.get().authority()).isEqualTo(Authority.none());
        assertThat(AUTHOR.get().author().token())
                .hasValueSatisfying(label -> assertThat(label.name()).isEqualTo("laptop"));
        assertThat(call("", "Authorization: bearer   " + token + " \r\n").status())
                .isEqualTo(200);
    }

    @Test
    void admitsAnApplicationAsBefore() throws Exception {
        Answer answer = call("", "Authorization: Bearer " + server.token("admin:write") + "\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(AUTHOR.get().name()).isEqualTo(HttpFixture.ADMIN.value());
        assertThat(AUTHOR.get().token()).isEmpty();
        assertThat(call("", "Authorization: Bearer " + server.token("admin:read") + "\r\n")
                        .body())
                .contains("access.insufficient_scope");
    }

    @Test
    void anAdministratorsTokenHasTheAuthorityOfAnAdministrator() throws Exception {
        call("", "Authorization: Bearer " + issued(Role.ADMINISTRATOR) + "\r\n");

        assertThat(AUTHOR.get().authority()).isEqualTo(new Authority.All());
    }

    @Test
    void saysWhichRoleIsNeeded() throws Exception {
        Answer answer = call("", "Authorization: Bearer " + issued(Role.VIEWER) + "\r\n");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body())
                .contains("access.insufficient_role", "This needs the role editor; the token has the role viewer.");
    }

    @Test
    void saysThatATokenHasExpiredFromTheMomentOfItsEnd() throws Exception {
        STORE.now = NOW.plus(Duration.ofDays(1)).minusMillis(1);
        assertThat(call("", "Authorization: Bearer " + token + "\r\n").status()).isEqualTo(200);

        STORE.now = NOW.plus(Duration.ofDays(1));
        Answer answer = call("", "Authorization: Bearer " + token + "\r\n");
        assertRefused(answer);
        assertThat(answer.body()).contains("It has expired.");
    }

    @Test
    void isNoDpopToken() throws Exception {
        assertRefused(call("", "Authorization: DPoP " + token + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"csp_", "csp_x", "csp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "csp_\u00E4\u00F6"})
    void anInventedTokenIsInvalid(String invented) throws Exception {
        assertRefused(call("", "Authorization: Bearer " + invented + "\r\n"));
    }

    @Test
    void isAcceptedInTheHeaderAlone() throws Exception {
        assertThat(call("?access_token=" + token, "").status()).isEqualTo(400);
        assertThat(call("?access_token=" + token, "Authorization: Bearer " + token + "\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(call("", "Authorization: Bearer " + token + "\r\nAuthorization: Bearer " + token + "\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(call("", "Cookie: token=" + token + "\r\n").status()).isEqualTo(401);
        assertThat(call("", "Authorization: Basic " + token + "\r\n").status()).isEqualTo(401);
    }

    @Test
    void aDatabaseThatCannotBeReadIs503AndOpensNothing() throws Exception {
        STORE.isDown = true;

        Answer answer = call("", "Authorization: Bearer " + token + "\r\n");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("3");
        assertThat(answer.body()).contains("store.unavailable").doesNotContain(token);
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.all("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"countersign\", error=\"invalid_token\"");
        assertThat(answer.body()).contains("access.token_invalid").doesNotContain(token);
    }

    private static Answer call(String query, String headers) throws Exception {
        return RawHttp.once(
                server.port(), "GET /api/v1/thing" + query + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }
}
