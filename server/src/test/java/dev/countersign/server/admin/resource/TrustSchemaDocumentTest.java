package dev.countersign.server.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.docs.GeneratedDocument;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/trust.schema.json}: the schema of files of the trust configuration. */
class TrustSchemaDocumentTest {
    private static final String SCHEMA =
            new String(JsonText.write(TrustSchema.of(OpenApiDocument.bytes())), StandardCharsets.UTF_8);

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SCHEMA, InputFormat.JSON);

    @Test
    void isShipped() {
        GeneratedDocument.check(
                "trust.schema.json", JsonMapper.shared().readTree(SCHEMA).toPrettyString() + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'applications':[{'name':'a','scopes':['x']}]}",
                "{'applications':[{'name':'a','secret':{'env':'X'}},{'name':'b','secret':{'generate':true}}]}",
                "{'trusted_token_issuers':[{'name':'a','issuer':'https://a','keys':{'jwks_url':'https://a/jwks'}}]}",
                "{'trusted_token_issuers':[{'name':'a','preset':'google','conditions':['claims.sub == \\'x\\'']}]}",
                "{'api_resources':[{'name':'a','audience':'https://a'}]}",
            })
    void acceptsWhatAFileMaySay(String file) {
        assertThat(schema.validate(json(file), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'issuers':[]}",
                "{'applications':[{}]}",
                "{'applications':[{'name':'a','nam':'b'}]}",
                "{'applications':[{'name':'a','client_secret':'ssssssssssssssssssssssssssssssss'}]}",
                "{'applications':[{'name':'a','secret':{'env':'X','generate':true}}]}",
                "{'trusted_token_issuers':[{'name':'a'}]}",
                "{'api_resources':[{'name':'a'}]}",
            })
    void refusesWhatItMayNot(String file) {
        assertThat(schema.validate(json(file), InputFormat.JSON)).isNotEmpty();
    }

    private static String json(String text) {
        return text.replace("\\'", "`").replace('\'', '"').replace('`', '\'');
    }
}
