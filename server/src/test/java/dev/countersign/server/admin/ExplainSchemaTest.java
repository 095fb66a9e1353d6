package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Tests that the schema of a request to explain accepts and refuses, for each grant, what the server does. */
class ExplainSchemaTest {
    private static final String JWT_BEARER = "'grant_type':'urn:ietf:params:oauth:grant-type:jwt-bearer'";
    private static final String TOKEN_EXCHANGE = "'grant_type':'urn:ietf:params:oauth:grant-type:token-exchange'";
    private static final String SUBJECT =
            "'subject_token':'a.b.c','subject_token_type':'urn:ietf:params:oauth:token-type:jwt'";

    private final ApiServer server = new ApiServer();
    private final OpenApi document =
            new OpenApi(server.get("/openapi.json").http().body());

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> violations(String body) {
        JsonNode schema = JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/ExplainInput");
        return document.violations(schema, body.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'assertion':'a.b.c'}",
                "{'grant_type':null,'assertion':'a.b.c','client_id':null,'scope':null,'resource':null}",
                "{" + JWT_BEARER + ",'assertion':'a.b.c','client_id':'orders','resource':['x','y'],'dpop':'a.b.c'}",
                "{" + JWT_BEARER + ",'assertion':'','authorization_details':[{'type':'x'}]}",
                "{" + TOKEN_EXCHANGE + "," + SUBJECT + "}",
                "{" + TOKEN_EXCHANGE + "," + SUBJECT + ",'assertion':null,'audience':['x'],'requested_token_type':'y'}",
                "{" + TOKEN_EXCHANGE + "," + SUBJECT + ",'actor_token':'a.b.c','actor_token_type':'x','audience':'y'}",
                "{" + TOKEN_EXCHANGE + "}"
            })
    void acceptsARequestOfEachGrant(String body) {
        assertThat(violations(body)).isEmpty();
        assertThat(server.post("/explain", body).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'assertion':null}",
                "{'assertion':7}",
                "{" + JWT_BEARER + "}",
                "{" + JWT_BEARER + "," + SUBJECT + "}",
                "{'grant_type':null," + SUBJECT + "}",
                "{'grant_type':'client_credentials','assertion':'a.b.c'}",
                "{'grant_type':'password'," + SUBJECT + "}",
                "{'assertion':'a.b.c','clientid':'x'}",
                "{" + TOKEN_EXCHANGE + ",'subject_token':7}",
                "{" + TOKEN_EXCHANGE + "," + SUBJECT + ",'subject':'x'}"
            })
    void refusesWhatTheServerRefuses(String body) {
        assertThat(violations(body)).isNotEmpty();
        assertThat(server.post("/explain", body).status()).isEqualTo(400);
    }

    /** A tool that knows no conditions of JSON Schema sees two schemas, of which exactly one accepts a request. */
    @Test
    void describesEachGrantByASchemaOfItsOwn() {
        JsonNode input = document.root.at("/components/schemas/ExplainInput");

        assertThat(input.path("oneOf").valueStream().map(document::resolved))
                .extracting(schema -> schema.path("required").toString())
                .containsExactly("[\"assertion\"]", "[\"grant_type\"]");
    }
}
