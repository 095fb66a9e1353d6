package dev.countersign.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.event.Receipt.Fault;
import dev.countersign.core.event.SecurityEventType.Effect;
import dev.countersign.core.fixtures.FixedIssuerKeys;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests which security event tokens are accepted, and with which effect. */
class SecurityEventReceiverTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String AUDIENCE = "https://countersign.example/events";
    private static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
    private static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";
    private static final IssuerId PARTNER = new IssuerId(SampleIssuer.ID);
    private static final CorrelationId ID = new CorrelationId("correlation-1");
    private static final Receipt ACCEPTED = new Receipt.Accepted();

    private final SettableClock clock = new SettableClock(NOW);
    private final FixedIssuerKeys keys = FixedIssuerKeys.ofPartner();
    private final List<SecurityEvents.Verified> applied = new ArrayList<>();
    private TrustSnapshot trust = trusting(SampleIssuer.partner().securityEvents(AUDIENCE));
    private SecurityEvents.Applied outcome = new SecurityEvents.Applied.Done();

    @Test
    @Spec("RFC 8417 §2.2")
    void acceptsATokenWithoutExpiry() {
        assertThat(receive(set -> set)).isEqualTo(ACCEPTED);

        assertThat(applied).singleElement().satisfies(event -> {
            assertThat(event.subject()).isEqualTo(new IssuerSubject(PARTNER, "alice"));
            assertThat(event.types()).containsExactly(SecurityEventType.SESSION_REVOKED);
            assertThat(event.effect()).isEqualTo(Effect.REVOKE);
            assertThat(event.issuer()).isEqualTo("partner");
            assertThat(event.issuedAt()).isEqualTo(NOW);
        });
    }

    @Test
    void everyTypeHasItsEffect() {
        assertThat(effect(CAEP + "session-revoked")).isEqualTo(Effect.REVOKE);
        assertThat(effect(CAEP + "credential-change")).isEqualTo(Effect.REVOKE);
        assertThat(effect(RISC + "account-disabled")).isEqualTo(Effect.BLOCK);
        assertThat(effect(RISC + "account-purged")).isEqualTo(Effect.BLOCK);
        assertThat(effect(RISC + "account-enabled")).isEqualTo(Effect.LIFT);
        assertThat(effect(RISC + "account-enabled", RISC + "account-disabled")).isEqualTo(Effect.BLOCK);
        assertThat(effect(RISC + "account-enabled", CAEP + "session-revoked")).isEqualTo(Effect.REVOKE);
    }

    @Test
    void anEventOfAnotherTypeIsAcceptedWithoutEffect() {
        assertThat(receive(set -> set.with("events", Map.of(RISC + "identifier-changed", Map.of()))))
                .isEqualTo(ACCEPTED);
        assertThat(applied).isEmpty();
    }

    @Test
    @Spec("RFC 8935 §2.4")
    void anotherIssuerIsAnInvalidIssuer() {
        assertFault(Fault.INVALID_ISSUER, set -> set.with("iss", "https://other.example"));
        assertFault(Fault.INVALID_ISSUER, set -> set.without("iss"));
    }

    @Test
    @Spec("RFC 8935 §2.4")
    void anotherAudienceIsAnInvalidAudience() {
        assertFault(Fault.INVALID_AUDIENCE, set -> set.with("aud", SampleServer.ISSUER));
        assertFault(Fault.INVALID_AUDIENCE, set -> set.without("aud"));
        assertThat(receive(set -> set.with("aud", List.of("https://other.example", AUDIENCE))))
                .isEqualTo(ACCEPTED);
    }

    @Test
    @Spec("RFC 8935 §2.4")
    void aBadSignatureIsAnInvalidKey() {
        assertThat(fault(token(set -> set).compactWithBrokenSignature())).isEqualTo(Fault.INVALID_KEY);
        assertFault(Fault.INVALID_KEY, set -> set.signedBy(SampleKeys.ours().active(Algorithm.ES256)));
        trust = trusting(SampleIssuer.partner().securityEvents(AUDIENCE).algorithms(Algorithm.RS256));
        assertFault(Fault.INVALID_KEY, set -> set);
    }

    @Test
    void anotherTypeIsAnInvalidRequest() {
        assertFault(Fault.INVALID_REQUEST, set -> set.ofType("JWT"));
        assertFault(Fault.INVALID_REQUEST, set -> set.ofType("logout+jwt"));
        assertThat(receive(set -> set.ofType("application/secevent+jwt"))).isEqualTo(ACCEPTED);
    }

    @Test
    void aBodyThatIsNoJwtIsAnInvalidRequest() {
        assertThat(fault("")).isEqualTo(Fault.INVALID_REQUEST);
        assertThat(fault(token(set -> set).compact() + "\n")).isEqualTo(Fault.INVALID_REQUEST);
    }

    @Test
    void theSubjectIsOneOfTheIssuerInTheFormatIssSub() {
        for (Map<String, Object> other : List.<Map<String, Object>>of(
                Map.of("format", "opaque", "id", "alice"),
                Map.of("format", "iss_sub", "iss", "https://other.example", "sub", "alice"),
                Map.of("format", "iss_sub", "iss", SampleIssuer.ISSUER),
                Map.of("format", "iss_sub", "iss", SampleIssuer.ISSUER, "sub", ""),
                Map.of("format", "iss_sub", "iss", SampleIssuer.ISSUER, "sub", "a\u0000"),
                Map.of("format", "iss_sub", "iss", SampleIssuer.ISSUER, "sub", 5L))) {
            assertFault(Fault.INVALID_REQUEST, set -> set.with("sub_id", other));
        }
        assertFault(Fault.INVALID_REQUEST, set -> set.without("sub_id"));
        assertFault(Fault.INVALID_REQUEST, set -> set.without("sub_id").with("sub", "alice"));
    }

    @Test
    void eventsAreAnObjectOfObjects() {
        assertFault(Fault.INVALID_REQUEST, set -> set.without("events"));
        assertFault(Fault.INVALID_REQUEST, set -> set.with("events", Map.of()));
        assertFault(Fault.INVALID_REQUEST, set -> set.with("events", List.of(CAEP + "session-revoked")));
        assertFault(Fault.INVALID_REQUEST, set -> set.with("events", Map.of(CAEP + "session-revoked", "yes")));
    }

    @Test
    void aTokenNeedsItsTimeAndItsIdentifier() {
        assertFault(Fault.INVALID_REQUEST, set -> set.without("iat"));
        assertFault(Fault.INVALID_REQUEST, set -> set.without("jti"));
        assertFault(Fault.INVALID_REQUEST, set -> set.with("exp", NOW.getEpochSecond() - 30));
        assertThat(receive(set -> set.with("exp", NOW.getEpochSecond() - 29))).isEqualTo(ACCEPTED);
    }

    @Test
    void aTokenIsAcceptedForADayAfterItWasIssued() {
        long now = NOW.getEpochSecond();
        assertThat(receive(set -> set.with("iat", now - 86_400 - 30))).isEqualTo(ACCEPTED);
        assertFault(Fault.INVALID_REQUEST, set -> set.with("iat", now - 86_400 - 31));
        assertThat(receive(set -> set.with("iat", now + 30))).isEqualTo(ACCEPTED);
        assertFault(Fault.INVALID_REQUEST, set -> set.with("iat", now + 31));
        assertThat(applied.getFirst().replayKey().keepUntil()).isAfter(NOW);
    }

    @Test
    void theIdentifierOfAnEventIsNotThatOfAnAssertion() {
        receive(set -> set);
        receive(set -> set.with("jti", "jti-2"));
        assertThat(applied.stream().map(event -> event.replayKey().hash()).distinct())
                .hasSize(2);
        assertThat(applied.getFirst().replayKey().reusable()).isFalse();
    }

    @Test
    void thereIsNoReceiverWhereNoneIsConfigured() {
        for (SampleIssuer other : List.of(
                SampleIssuer.partner(),
                SampleIssuer.partner().securityEvents(AUDIENCE).disabled())) {
            trust = trusting(other);
            assertThat(receive(set -> set)).isEqualTo(new Receipt.NotFound());
            assertThat(receiver().receives(PARTNER)).isFalse();
        }
        trust = trusting(SampleIssuer.partner().securityEvents(AUDIENCE));
        assertThat(receiver().receives(PARTNER)).isTrue();
        assertThat(receiver().receives(new IssuerId("issuer-2"))).isFalse();
    }

    @Test
    void whatCannotBeJudgedOrRecordedHasToBeSentAgain() {
        outcome = new SecurityEvents.Applied.Unavailable(Duration.ofSeconds(2));
        assertThat(receive(set -> set)).isEqualTo(new Receipt.Unavailable(Duration.ofSeconds(2)));
        keys.answer(new KeyLookup.Unavailable("timed out", Duration.ofSeconds(5)));
        assertThat(receive(set -> set)).isEqualTo(new Receipt.Unavailable(Duration.ofSeconds(5)));
    }

    private Effect effect(String... uris) {
        Map<String, Object> events = new LinkedHashMap<>();
        for (String uri : uris) {
            events.put(uri, Map.of());
        }
        assertThat(receive(set -> set.with("events", events))).isEqualTo(ACCEPTED);
        return applied.getLast().effect();
    }

    private void assertFault(Fault fault, UnaryOperator<SampleAssertion> change) {
        assertThat(fault(token(change).compact())).isEqualTo(fault);
    }

    private Fault fault(String token) {
        int before = applied.size();
        Receipt receipt = receiver().receive(PARTNER, token, ID);
        assertThat(applied).hasSize(before);
        if (receipt instanceof Receipt.Refused(Fault fault, String description)) {
            assertThat(description).isNotBlank();
            return fault;
        }
        throw new AssertionError("not refused: " + receipt);
    }

    private Receipt receive(UnaryOperator<SampleAssertion> change) {
        return receiver().receive(PARTNER, token(change).compact(), ID);
    }

    private SampleAssertion token(UnaryOperator<SampleAssertion> change) {
        return change.apply(SampleAssertion.at(clock.instant())
                .ofType("secevent+jwt")
                .without("sub")
                .without("exp")
                .with("aud", AUDIENCE)
                .with("sub_id", Map.of("format", "iss_sub", "iss", SampleIssuer.ISSUER, "sub", "alice"))
                .with("events", Map.of(CAEP + "session-revoked", Map.of())));
    }

    private SecurityEventReceiver receiver() {
        return new SecurityEventReceiver(
                () -> trust,
                keys,
                event -> {
                    if (outcome instanceof SecurityEvents.Applied.Done) {
                        applied.add(event);
                    }
                    return outcome;
                },
                clock);
    }

    private static TrustSnapshot trusting(SampleIssuer issuer) {
        return SampleServer.trust(List.of(issuer.build()), List.of());
    }
}
