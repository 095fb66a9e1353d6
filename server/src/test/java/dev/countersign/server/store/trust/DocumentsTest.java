package dev.countersign.server.store.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.PlainText;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.ClaimMapping;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Tests of document columns: values survive a round trip, and an absent value never relaxes a rule. */
class DocumentsTest {

    @Property(tries = 200)
    void anIssuerComesBackAsItWas(
            @ForAll("storable") String text,
            @ForAll @Size(max = 3) List<@From("storable") String> conditions,
            @ForAll @IntRange(max = 300) int skew,
            @ForAll boolean one,
            @ForAll boolean other,
            @ForAll @IntRange(max = 2) int kind) {
        SubjectMapping subject = switch (kind) {
            case 0 -> new SubjectMapping.IssuerScoped();
            case 1 -> new SubjectMapping.AsIs();
            default -> new SubjectMapping.FromClaim(text);
        };
        KeySource keys = kind == 0 ? new KeySource.Certificates(conditions) : new KeySource.InlineJwkSet(text);
        SampleIssuer sample = SampleIssuer.partner()
                .named("issuer-1", text, text)
                .keys(keys)
                .clockSkew(Duration.ofSeconds(skew))
                .issuedAt(new IssuedAtRule(Optional.of(one), Optional.of(Duration.ofMillis(skew)), other))
                .audiences(one ? new String[] {text} : new String[0])
                .replay(new ReplayRule(one, other))
                .types(conditions.toArray(String[]::new))
                .conditions(conditions.toArray(String[]::new))
                .claims(new ClaimMapping(text, "to"))
                .subject(subject);
        if (other) {
            sample.scopeClaim(ScopeClaim.SCP);
        }
        TrustedIssuer issuer = (one ? sample.scopes().boundByAssertion() : sample.disabled()).build();

        assertThat(IssuerFields.TABLE.ofStored(IssuerFields.TABLE.stored(issuer)))
                .isEqualTo(issuer);
    }

    @Property(tries = 100)
    void anApplicationComesBackAsItWas(@ForAll @Size(max = 3) List<@From("storable") String> names) {
        var application = SampleClient.orders()
                .audiences(names.toArray(String[]::new))
                .trustedIssuers(names.stream().distinct().toArray(String[]::new))
                .build();

        assertThat(ApplicationFields.ofStored(
                        ApplicationFields.TABLE.stored(application),
                        application.credentials().secrets()))
                .isEqualTo(application);
    }

    @Example
    void everyIssuerAndNoIssuerStayApart() {
        var all = SampleClient.orders().build();
        var none = SampleClient.orders().trustedIssuers().build();

        assertThat(ApplicationFields.ofStored(
                        ApplicationFields.TABLE.stored(all), all.credentials().secrets()))
                .isEqualTo(all);
        assertThat(ApplicationFields.ofStored(
                        ApplicationFields.TABLE.stored(none), none.credentials().secrets()))
                .isEqualTo(none);
    }

    @Example
    void whatIsMissingHasTheStrictestValue() {
        TrustedIssuer issuer = IssuerFields.TABLE.ofStored("""
                {"form":1,"id":"i","name":"n","issuer":"s","keys":{"jwks":"{}"},"algorithms":["RS256"],
                 "subject":{"mapping":"issuer_scoped"},
                 "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}""");

        assertThat(issuer.enabled()).isFalse();
        assertThat(issuer.audience().single()).isTrue();
        assertThat(issuer.verification().clockSkew()).isZero();
        assertThat(issuer.verification().replay()).isEqualTo(new ReplayRule(true, false));
        assertThat(issuer.grants().boundByAssertion()).isTrue();
        assertThat(issuer.audience().audiences()).isEmpty();
        assertThat(issuer.grants().scopeClaim()).isEmpty();
        assertThat(issuer.verification().issuedAt().require()).isFalse();
    }

    @Example
    void refusesAFormThatIsNewerThanItKnows() {
        String newer = IssuerFields.TABLE.stored(SampleIssuer.partner().build()).replace("\"form\":1", "\"form\":2");

        assertThatThrownBy(() -> IssuerFields.TABLE.ofStored(newer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("form 2");
    }

    @Provide
    Arbitrary<String> storable() {
        return Arbitraries.strings().ofMinLength(1).filter(PlainText::isStorable);
    }
}
