package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.change.ManagementFixture.done;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.trust.Edit;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that this server is never its own trusted token issuer. */
@Spec("RFC 8725 §3.12")
class OwnIssuerTest {
    private static final Map<String, Object> SELF = Map.of("issuer", ManagementFixture.SELF);

    private final ManagementFixture management = new ManagementFixture();

    private Outcome<Saved<TrustedIssuer>> register(String issuer) {
        return management
                .useCases
                .issuers()
                .register(
                        ManagementFixture.administrator(),
                        TestJson.with(ManagementFixture.issuer("other"), "issuer", issuer));
    }

    @Test
    void isNotRegistered() {
        assertThat(problems(register(ManagementFixture.SELF))).containsExactly("/issuer not_allowed");
        assertThat(management.configuration.issuers()).isEmpty();

        done(register(ManagementFixture.SELF + "/other"));
    }

    @Test
    void noIssuerBecomesIt() {
        TrustedIssuer other = management.registeredIssuer("other");

        assertThat(problems(management
                        .useCases
                        .issuers()
                        .change(
                                ManagementFixture.administrator(),
                                other.id(),
                                new ExpectedVersion.Any(),
                                new Edit.Merge(SELF))))
                .containsExactly("/issuer not_allowed");
        assertThat(management.configuration.issuers()).containsExactly(other);
    }
}
