package dev.countersign.core.jose.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void writesEveryKindOfValueInOrderAndWithoutSpaces() {
        var members = new LinkedHashMap<String, Object>();
        members.put("url", "https://issuer.example/ä\"\n");
        members.put("truth", true);
        members.put("long", Long.MAX_VALUE);
        members.put("int", 7);
        members.put("decimal", new BigDecimal("1e400"));
        members.put("nothing", JsonNull.NULL);
        members.put("list", List.of("a", List.of(), Map.of()));
        members.put("object", Map.of("a", 1L));

        assertThat(new String(JsonText.write(members), StandardCharsets.UTF_8))
                .isEqualTo("{\"url\":\"https://issuer.example/ä\\\"\\n\",\"truth\":true,\"long\":9223372036854775807,"
                        + "\"int\":7,\"decimal\":1E+400,\"nothing\":null,\"list\":[\"a\",[],{}],\"object\":{\"a\":1}}");
    }

    @Test
    void refusesAValueThatIsNotJson() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonText.write(Map.of("at", Instant.EPOCH)))
                .withMessage("class java.time.Instant is not a JSON value");
    }
}
