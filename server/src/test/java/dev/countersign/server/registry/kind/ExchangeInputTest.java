package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.TestJson;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the members about token exchange in an administrator's input. */
class ExchangeInputTest {
    private final ManagementFixture management = new ManagementFixture();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'enabled':true}",
                "{'subject_token_types':['jwt','jwt']}",
                "{'enabled':false,'subject_token_types':['id_token'],'audiences':['a','a']}",
            },
            quoteCharacter = '"')
    void accepts(String value) {
        assertThat(register(value)).isInstanceOf(Outcome.Done.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | /token_exchange wrong_type",
                "{'subject_token_types':[]} | /token_exchange/subject_token_types out_of_range",
                "{'subject_token_types':['x']} | /token_exchange/subject_token_types/0 not_allowed",
                "{'subject_token_types':['access_token']} | /token_exchange/subject_token_types/0 not_allowed",
                "{'audiences':['']} | /token_exchange/audiences/0 malformed",
                "{'other':1} | /token_exchange/other unknown_member",
            },
            quoteCharacter = '"')
    void refuses(String value, String problem) {
        assertThat(problems(register(value))).containsExactly(problem);
    }

    private Outcome<?> register(String value) {
        return management
                .useCases
                .issuers()
                .register(
                        administrator(),
                        TestJson.with(ManagementFixture.issuer("partner"), "token_exchange", TestJson.value(value)));
    }

    private static List<String> problems(Outcome<?> outcome) {
        return outcome instanceof Outcome.Invalid<?>(var problems)
                ? problems.stream().map(one -> one.pointer() + " " + one.code()).toList()
                : List.of();
    }
}
