package dev.countersign.server.admin;

import static dev.countersign.server.admin.RecordedRequests.accepted;
import static dev.countersign.server.admin.RehearsedIssuer.counts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.admin.ApiServer.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of which requests are judged by a draft, and with which state of their issuer they are compared. */
class RehearsedTimesTest {
    private final RehearsedIssuer issuer = new RehearsedIssuer();

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aRequestIsComparedWithTheIssuerOfItsTime() {
        issuer.requests.add(accepted(issuer.now()));
        issuer.advance(Duration.ofHours(1));
        issuer.change("{'max_lifetime_seconds':60}");
        issuer.advance(Duration.ofHours(1));
        issuer.requests.add(accepted(issuer.now()));

        assertThat(issuer.counts("{'max_lifetime_seconds':120}")).isEqualTo("1 0 0 1");
        assertThat(issuer.counts("{'max_lifetime_seconds':3600}")).isEqualTo("2 0 0 0");
    }

    @Test
    void aRequestAroundAChangeIsComparedWithBothStates() {
        issuer.advance(Duration.ofHours(1));
        issuer.change("{'max_lifetime_seconds':60}");
        issuer.requests.add(accepted(issuer.now().plusSeconds(10)));
        issuer.requests.add(accepted(issuer.now().plusSeconds(11)));

        Response response = issuer.rehearse("{'max_lifetime_seconds':120}");

        assertThat(counts(response)).isEqualTo("1 0 0 1");
        assertThat(response.json().get("unknown_reasons").toString()).contains("changed at about that time");
        assertThat(issuer.counts("{'enabled':false}")).isEqualTo("2 2 0 0");
    }

    @Test
    void requestsBeforeAChangeThatIsMissingInTheAuditAreUnknown() {
        issuer.requests.add(accepted(issuer.now()));
        issuer.advance(Duration.ofHours(1));
        issuer.change("{'max_lifetime_seconds':60}");
        issuer.changeUnrecorded("{'max_lifetime_seconds':70}");
        issuer.advance(Duration.ofHours(1));
        issuer.requests.add(accepted(issuer.now()));

        assertThat(issuer.counts("{'max_lifetime_seconds':80}")).isEqualTo("0 0 0 2");
    }

    @Test
    void requestsBeforeARenamingAreNotTheIssuers() {
        issuer.requests.add(accepted(issuer.now()));
        issuer.advance(Duration.ofHours(1));
        issuer.change("{'name':'other'}");
        issuer.change("{'name':'partner'}");
        issuer.advance(Duration.ofHours(1));
        issuer.requests.add(accepted(issuer.now()));

        assertThat(issuer.counts("{'enabled':false}")).isEqualTo("1 1 0 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "31", "-1", "x", "7.5"})
    void refusesAnotherNumberOfDaysThanOneToThirty(String days) {
        Response response = issuer.rehearse("{}", "?days=" + days);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.errors()).containsExactly("/days out_of_range");
    }

    @ParameterizedTest
    @CsvSource({"'',168", "?days=1,24", "?days=30,720"})
    void readsTheRequestsOfTheLastDays(String query, int hours) {
        issuer.advance(Duration.ofDays(60));
        issuer.requests.add(accepted(issuer.now().minus(Duration.ofHours(hours)).minusMillis(1)));
        issuer.requests.add(accepted(issuer.now().minus(Duration.ofHours(hours))));

        Response response = issuer.rehearse("{}", query);

        assertThat(counts(response)).isEqualTo("1 0 0 0");
        assertThat(response.json())
                .containsEntry(
                        "since", issuer.now().minus(Duration.ofHours(hours)).toString());
    }

    @Test
    void readsTheNewestTenThousandRequests() {
        for (int i = 0; i < 10_001; i++) {
            issuer.requests.add(accepted(issuer.now().plusSeconds(i)));
        }

        Response response = issuer.rehearse("{'enabled':false}");

        assertThat(counts(response)).isEqualTo("10000 10000 0 0");
        assertThat(response.json())
                .containsEntry("since", issuer.now().plusSeconds(1).toString());
        assertThat((List<?>) response.json().get("examples")).hasSize(50);
    }
}
