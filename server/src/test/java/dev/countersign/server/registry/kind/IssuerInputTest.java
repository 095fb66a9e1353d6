package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.TestJson;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IssuerInputTest {
    private final ManagementFixture management = new ManagementFixture();

    @Test
    void givesEveryAbsentMemberItsDocumentedDefault() {
        Map<String, Object> document =
                IssuerFields.document(management.registered(ManagementFixture.issuer("partner")));

        assertThat(TestJson.text(document)).isEqualTo(("""
                {"id":"%s","name":"partner","description":"","enabled":true,\
                "issuer":"https://partner.example","alias":null,"audiences":[],\
                "keys":{"jwks_url":"https://partner.example/jwks"},\
                "algorithms":["RS256","PS256","ES256","EdDSA"],"audience":{"single":false},\
                "clock_skew_seconds":30,"max_lifetime_seconds":86400,\
                "iat":{"validate":null,"validity_minutes":null,"require":false},\
                "replay":{"require_jti":false,"allow_reuse":false},"types":[],\
                "id_jag":"off","id_jag_require_resource":false,\
                "subject":{"mapping":"issuer_scoped","claim":null},"conditions":[],"claims":[],"scopes":null,\
                "scope_claim":null,"bound_by_assertion":false,"security_events":{"enabled":false,"audience":null},\
                "client_authentication":"required","default_application":null,\
                "token_exchange":{"enabled":false,"subject_token_types":["jwt","id_token"],"audiences":[]},\
                "preset":null,"preset_parameters":null,"allow_any_tenant":false,\
                "created_at":"2030-01-01T12:00:00Z","updated_at":"2030-01-01T12:00:00Z"}""").formatted(document.get("id")));
    }

    @Test
    void keepsEveryMemberThatIsGiven() {
        Map<String, Object> input = TestJson.object("""
                {'name':'partner','description':'A partner','enabled':false,'issuer':'urn:partner',\
                'alias':'https://alias.example','keys':{'jwks_url':'https://partner.example/jwks'},\
                'algorithms':['RS512','ES384'],'audience':{'single':true},'clock_skew_seconds':0,\
                'max_lifetime_seconds':600,'iat':{'validate':false,'validity_minutes':5,'require':true},\
                'replay':{'require_jti':true,'allow_reuse':true},'types':['JWT','example+jwt'],\
                'id_jag':'only','id_jag_require_resource':true,\
                'subject':{'mapping':'claim','claim':'email'},'conditions':['claims.email_verified == true'],\
                'claims':[{'from':'email','to':'mail'}],'scopes':['b','a'],'scope_claim':'scp',\
                'audiences':['client-1','client-2'],'bound_by_assertion':true,\
                'security_events':{'enabled':true,'audience':'https://countersign.example/events'},\
                'client_authentication':'optional','default_application':'orders',\
                'token_exchange':{'enabled':true,'subject_token_types':['id_token'],'audiences':['c']}}""");
        management.registeredApplication("orders");

        Map<String, Object> document = IssuerFields.document(management.registered(input));

        assertThat(document).containsAllEntriesOf(TestJson.with(input, "scopes", TestJson.value("['a','b']")));
    }

    @ParameterizedTest
    @MethodSource({"acceptsWhoItIs", "acceptsKeys", "acceptsTimes", "acceptsPolicy"})
    void accepts(String member, String value) {
        var outcome = management
                .useCases
                .issuers()
                .register(
                        administrator(),
                        TestJson.with(ManagementFixture.issuer("partner"), member, TestJson.value(value)));

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    static Stream<Arguments> acceptsWhoItIs() {
        return Stream.of(
                row("name", text("n", 120)),
                row("name", "'Ünïcode 名前 (1)'"),
                row("name", "'" + "\uD83D\uDE00".repeat(120) + "'"),
                row("description", "''"),
                row("description", "null"),
                row("description", text("d", 2000)),
                row("enabled", "false"),
                row("issuer", "'x'"),
                row("issuer", text("i", 2000)),
                row("alias", "null"),
                row("alias", text("a", 2000)));
    }

    static Stream<Arguments> acceptsKeys() {
        return Stream.of(
                row("keys", "{'jwks_url':'https://host.example:8443/path?query=1'}"),
                row("keys", "{'jwks_url':'https://host.example/jwks','certificates':null,'jwks':null}"),
                row("keys", "{'jwks':" + ManagementFixture.jwks() + "}"),
                row("algorithms", "['RS256','RS384','RS512','PS256','PS384','PS512','ES256','ES384','ES512','EdDSA']"),
                row("algorithms", "['Ed25519']"),
                row("algorithms", "null"));
    }

    static Stream<Arguments> acceptsTimes() {
        return Stream.of(
                row("audience", "{}"),
                row("clock_skew_seconds", "0"),
                row("clock_skew_seconds", "300"),
                row("clock_skew_seconds", "30.0"),
                row("clock_skew_seconds", "3e1"),
                row("max_lifetime_seconds", "1"),
                row("max_lifetime_seconds", "315360000"),
                row("iat", "null"),
                row("iat", "{'validate':true,'validity_minutes':1}"),
                row("iat", "{'validity_minutes':525600}"));
    }

    static Stream<Arguments> acceptsPolicy() {
        return Stream.of(
                row("types", "[]"),
                row("types", "['application/jwt']"),
                row("subject", "{'mapping':'as_is'}"),
                row("subject", "{'mapping':'as_is','claim':null}"),
                row("subject", "{'mapping':'claim','claim':'preferred_username'}"),
                row("conditions", "['claims.sub.startsWith(\\'a\\')']".replace("\\'", "\\u0027")),
                row("claims", "[{'from':'a','to':'b'},{'from':'a','to':'c'}]"),
                row("scopes", "[]"),
                row("scopes", "['orders:read']"),
                row("scope_claim", "'scope'"),
                row("id_jag", "'off'"),
                row("id_jag", "'accepted'"),
                row("id_jag", "'only'"),
                row("id_jag_require_resource", "true"),
                row("scope_claim", "null"),
                row("audiences", "[]"),
                row("audiences", "['a','a']"),
                row("bound_by_assertion", "true"),
                row("security_events", "{'enabled':false}"),
                row("security_events", "{'audience':'a'}"),
                row("security_events", "{'enabled':true,'audience':'a'}"));
    }

    @ParameterizedTest
    @MethodSource({"refusesWhoItIs", "refusesKeys", "refusesTimes", "refusesPolicy"})
    void refuses(String member, String value, String problem) {
        var outcome = management
                .useCases
                .issuers()
                .register(
                        administrator(),
                        TestJson.with(ManagementFixture.issuer("partner"), member, TestJson.value(value)));

        assertThat(problems(outcome)).containsExactly(problem);
        assertThat(management.store.load().issuers()).isEmpty();
    }

    static Stream<Arguments> refusesWhoItIs() {
        return Stream.of(
                row("name", "null", "/name required"),
                row("name", "''", "/name malformed"),
                row("name", "7", "/name wrong_type"),
                row("name", text("n", 121), "/name malformed"),
                row("name", "'a:b'", "/name malformed"),
                row("name", "' a'", "/name malformed"),
                row("name", "'a\\tb'", "/name malformed"),
                row("name", "'a\\u202eb'", "/name malformed"),
                row("description", "7", "/description wrong_type"),
                row("description", text("d", 2001), "/description malformed"),
                row("enabled", "'true'", "/enabled wrong_type"),
                row("enabled", "null", "/enabled wrong_type"),
                row("issuer", "null", "/issuer required"),
                row("issuer", "''", "/issuer malformed"),
                row("issuer", "['a']", "/issuer wrong_type"),
                row("issuer", text("i", 2001), "/issuer malformed"),
                row("issuer", "'" + ManagementFixture.SELF + "'", "/issuer not_allowed"),
                row("issuer", "'a\\u0000'", "/issuer malformed"),
                row("issuer", "'a\\u0001'", "/issuer malformed"),
                row("description", "'a\\u0000'", "/description malformed"),
                row("alias", "'a\\u0000'", "/alias malformed"),
                row("alias", "''", "/alias malformed"),
                row("alias", "true", "/alias wrong_type"),
                row("isuer", "'x'", "/isuer unknown_member"),
                row("a/b~c", "1", "/a~1b~0c unknown_member"));
    }

    static Stream<Arguments> refusesKeys() {
        return Stream.of(
                row("keys", "null", "/keys required"),
                row("keys", "'https://host.example'", "/keys wrong_type"),
                row("keys", "{}", "/keys required"),
                row("keys", "{'jwks_url':'https://a.example','certificates':['x']}", "/keys not_allowed"),
                row("keys", "{'jwks_url':7}", "/keys/jwks_url wrong_type"),
                row("keys", "{'jwks_url':'host.example/jwks'}", "/keys/jwks_url malformed"),
                row("keys", "{'jwks_url':'https:///jwks'}", "/keys/jwks_url malformed"),
                row("keys", "{'jwks_url':'ftp://host.example/jwks'}", "/keys/jwks_url malformed"),
                row("keys", "{'jwks_url':'https://user@host.example/jwks'}", "/keys/jwks_url malformed"),
                row("keys", "{'jwks_url':'https://host.example/jwks#top'}", "/keys/jwks_url malformed"),
                row("keys", "{'jwks_url':'https://host.example:99999/jwks'}", "/keys/jwks_url malformed"),
                row("keys", "{'jwks_url':'http://host.example/jwks'}", "/keys/jwks_url not_allowed"),
                row("keys", "{'certificates':'x'}", "/keys/certificates wrong_type"),
                row("keys", "{'certificates':[7]}", "/keys/certificates/0 wrong_type"),
                row("keys", "{'certificates':[]}", "/keys/certificates unusable_key"),
                row("keys", "{'jwks':'x'}", "/keys/jwks wrong_type"),
                row("keys", "{'jwks':{}}", "/keys/jwks unusable_key"),
                row("keys", "{'jwks':{'keys':[]}}", "/keys/jwks/keys unusable_key"),
                row("algorithms", "[]", "/algorithms out_of_range"),
                row("algorithms", "'RS256'", "/algorithms wrong_type"),
                row("algorithms", "['RS256','none']", "/algorithms/1 not_allowed"),
                row("algorithms", "['HS256']", "/algorithms/0 not_allowed"),
                row("algorithms", "['rs256']", "/algorithms/0 not_allowed"),
                row("algorithms", "[7]", "/algorithms/0 wrong_type"));
    }

    static Stream<Arguments> refusesTimes() {
        return Stream.of(
                row("audience", "{'single':1}", "/audience/single wrong_type"),
                row("audience", "{'singel':true}", "/audience/singel unknown_member"),
                row("clock_skew_seconds", "-1", "/clock_skew_seconds out_of_range"),
                row("clock_skew_seconds", "301", "/clock_skew_seconds out_of_range"),
                row("clock_skew_seconds", "30.5", "/clock_skew_seconds wrong_type"),
                row("clock_skew_seconds", "1e400", "/clock_skew_seconds wrong_type"),
                row("clock_skew_seconds", "'30'", "/clock_skew_seconds wrong_type"),
                row("clock_skew_seconds", "null", "/clock_skew_seconds wrong_type"),
                row("max_lifetime_seconds", "0", "/max_lifetime_seconds out_of_range"),
                row("max_lifetime_seconds", "315360001", "/max_lifetime_seconds out_of_range"),
                row("iat", "true", "/iat wrong_type"),
                row("iat", "{'validate':'no'}", "/iat/validate wrong_type"),
                row("iat", "{'validity_minutes':0}", "/iat/validity_minutes out_of_range"),
                row("iat", "{'validity_minutes':525601}", "/iat/validity_minutes out_of_range"),
                row("replay", "{'require_jti':null}", "/replay/require_jti wrong_type"),
                row("replay", "{'allow_reuse':0}", "/replay/allow_reuse wrong_type"));
    }

    static Stream<Arguments> refusesPolicy() {
        return Stream.of(
                row("types", "['at+jwt']", "/types/0 not_allowed"),
                row("types", "['JWT','application/AT+JWT']", "/types/1 not_allowed"),
                row("types", "['oauth-id-jag+jwt']", "/types/0 not_allowed"),
                row("types", "['JWT','application/OAuth-ID-JAG+jwt']", "/types/1 not_allowed"),
                row("types", "['oauth-id-jag+jwt;v=1']", "/types/0 not_allowed"),
                row("types", "['dc+sd-jwt']", "/types/0 not_allowed"),
                row("types", "['okta-internal-at+jwt']", "/types/0 not_allowed"),
                row("types", "['']", "/types/0 malformed"),
                row("types", "['two words']", "/types/0 malformed"),
                row("types", "'JWT'", "/types wrong_type"),
                row("subject", "{'mapping':'claim'}", "/subject/claim required"),
                row("subject", "{'mapping':'claim','claim':''}", "/subject/claim malformed"),
                row("subject", "{'mapping':'as_is','claim':'email'}", "/subject/claim not_allowed"),
                row("subject", "{'mapping':'asis'}", "/subject/mapping not_allowed"),
                row("conditions", "['claims.a ==']", "/conditions/0 condition_invalid"),
                row("conditions", "['true','1 + 1']", "/conditions/1 condition_invalid"),
                row("conditions", "['nonsense == 1']", "/conditions/0 condition_invalid"),
                row("conditions", "['']", "/conditions/0 malformed"),
                row("conditions", "'true'", "/conditions wrong_type"),
                row("claims", "[{'from':'a'}]", "/claims/0/to required"),
                row("claims", "[{'to':'a'}]", "/claims/0/from required"),
                row("claims", "[{'from':'a','to':'sub'}]", "/claims/0/to not_allowed"),
                row("claims", "[{'from':'a','to':'b'},{'from':'c','to':'b'}]", "/claims/1/to duplicate"),
                row("claims", "['a']", "/claims/0 wrong_type"),
                row("scopes", "['a b']", "/scopes/0 malformed"),
                row("scopes", "'a'", "/scopes wrong_type"),
                row("scope_claim", "'scopes'", "/scope_claim not_allowed"),
                row("types", "['oauth-id-jag+jwt']", "/types/0 not_allowed"),
                row("types", "['JWT','application/OAuth-ID-JAG+JWT']", "/types/1 not_allowed"),
                row("id_jag", "'on'", "/id_jag not_allowed"),
                row("id_jag", "'Accepted'", "/id_jag not_allowed"),
                row("id_jag", "true", "/id_jag wrong_type"),
                row("id_jag_require_resource", "'x'", "/id_jag_require_resource wrong_type"),
                row("scope_claim", "['scp']", "/scope_claim wrong_type"),
                row("audiences", "'a'", "/audiences wrong_type"),
                row("audiences", "['a','']", "/audiences/1 malformed"),
                row("audiences", "[" + "'a',".repeat(20) + "'a']", "/audiences out_of_range"),
                row("iat", "{'require':'yes'}", "/iat/require wrong_type"),
                row("bound_by_assertion", "'x'", "/bound_by_assertion wrong_type"),
                row("security_events", "true", "/security_events wrong_type"),
                row("security_events", "{'enabled':true}", "/security_events/audience required"),
                row("security_events", "{'enabled':true,'audience':null}", "/security_events/audience required"),
                row("security_events", "{'enabled':true,'audience':''}", "/security_events/audience malformed"),
                row("security_events", "{'on':true}", "/security_events/on unknown_member"));
    }

    @Test
    void reportsEveryProblemAtOnce() {
        var outcome = management
                .useCases
                .issuers()
                .register(
                        administrator(),
                        TestJson.object("{'nmae':'x','clock_skew_seconds':999,'algorithms':['none'],'keys':{}}"));

        assertThat(problems(outcome))
                .containsExactly(
                        "/nmae unknown_member",
                        "/name required",
                        "/issuer required",
                        "/keys required",
                        "/algorithms/0 not_allowed",
                        "/clock_skew_seconds out_of_range");
    }

    @Test
    void namesTheNearestValidMember() {
        var outcome = management
                .useCases
                .issuers()
                .register(administrator(), TestJson.with(ManagementFixture.issuer("partner"), "clock_skew", 30L));

        assertThat(((Outcome.Invalid<?>) outcome).problems().getFirst().detail())
                .contains("\"clock_skew_seconds\"");
    }

    @Test
    void tellsWhereAConditionIsWrong() {
        var outcome = management
                .useCases
                .issuers()
                .register(
                        administrator(),
                        TestJson.with(
                                ManagementFixture.issuer("partner"),
                                "conditions",
                                TestJson.value("['claims.a == = 1']")));

        assertThat(((Outcome.Invalid<?>) outcome).problems().getFirst().detail())
                .startsWith("Line 1, column ");
    }

    @ParameterizedTest
    @CsvSource({"' https://partner.example'", "'https://partner.example '"})
    void warnsOfWhiteSpaceAroundAnIssuer(String issuer) {
        Saved<TrustedIssuer> saved = done(management
                .useCases
                .issuers()
                .register(administrator(), TestJson.with(ManagementFixture.issuer("partner"), "issuer", issuer)));

        assertThat(saved.value().issuer().value()).isEqualTo(issuer);
        assertThat(saved.warnings()).extracting(Problem::pointer).startsWith("/issuer");
    }

    private static Arguments row(String... cells) {
        return Arguments.of((Object[]) cells);
    }

    private static String text(String character, int length) {
        return "'" + character.repeat(length) + "'";
    }
}
