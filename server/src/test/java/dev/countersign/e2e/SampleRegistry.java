package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server in use: healthy and failing issuers, two applications, an API, accepted and refused exchanges. */
record SampleRegistry(String issuerId, String certifiedIssuerId, String applicationId, String clientId, String secret) {
    static SampleRegistry in(ServerProcess server, ThirdParty partner) throws Api.NoAnswer {
        Api api = server.api();
        made(api.admin(
                "POST",
                "/api-resources",
                Map.of("name", "orders", "audience", "https://orders.example", "scopes", List.of("orders:read"))));
        String issuerId = made(api.register(partner)).text("id");
        String certifiedId = made(certified(api)).text("id");
        register(
                api,
                Map.of(
                        "name",
                        "unreachable",
                        "keys",
                        Map.of("jwks_url", partner.jwksUrl().replace("/jwks.json", "/nowhere"))));
        register(api, Map.of("name", "switched-off", "enabled", false, "keys", Map.of("jwks_url", partner.jwksUrl())));
        made(api.registerApplication("reports"));
        Api.Answer orders = made(api.registerApplication("orders"));
        var registered = new SampleRegistry(
                issuerId, certifiedId, orders.text("id"), orders.text("client_id"), orders.text("client_secret"));
        registered.use(server, partner);
        return registered;
    }

    private void use(ServerProcess server, ThirdParty partner) throws Api.NoAnswer {
        Api api = server.api();
        String us = server.issuer();
        String replayed = partner.assertion(us);
        for (String assertion : List.of(replayed, partner.assertion(us), partner.assertion(us))) {
            assertThat(api.exchange(clientId, secret, assertion).status()).isEqualTo(200);
        }
        for (String refused : List.of(
                replayed,
                partner.assertion("https://somebody-else.example"),
                partner.assertion(us, Map.of("exp", 1_700_000_000)),
                partner.assertion(us, Map.of("iss", "https://unknown.example")),
                "no-assertion-at-all")) {
            assertThat(api.exchange(clientId, secret, refused).status()).isEqualTo(400);
        }
    }

    private static Api.Answer certified(Api api) throws Api.NoAnswer {
        var soon = CertifiedParty.of("certified", Duration.ofDays(12));
        var later = CertifiedParty.of("certified", Duration.ofDays(700));
        return register(
                api, Map.of("name", "certified", "keys", Map.of("certificates", List.of(soon.pem(), later.pem()))));
    }

    private static Api.Answer register(Api api, Map<String, Object> issuer) throws Api.NoAnswer {
        var complete = new HashMap<>(issuer);
        complete.put("issuer", "https://" + issuer.get("name") + ".example");
        return made(api.admin("POST", "/trusted-token-issuers", complete));
    }

    private static Api.Answer made(Api.Answer answer) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        return answer;
    }
}
