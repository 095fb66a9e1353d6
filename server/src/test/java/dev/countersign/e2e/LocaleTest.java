package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.store.PostgresCluster;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End-to-end tests of servers with locales that have digits, or letters, of their own. */
class LocaleTest {
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "bn-BD", "mr-IN", "ne-NP", "tr-TR"})
    void administratorsSignInAndApplicationsExchangeInEveryLocale(String locale) throws Exception {
        String[] parts = locale.split("-", 2);
        String options = "-Duser.language=%s -Duser.country=%s".formatted(parts[0], parts[1]);
        try (ThirdParty thirdParty = ThirdParty.start("partner");
                ServerProcess server =
                        ConsoleSteps.start(folder.resolve("home"), Map.of("JDK_JAVA_OPTIONS", options))) {
            assertThat(server.api().register(thirdParty).status()).isEqualTo(201);
            var application = server.api().registerApplication("orders");

            var answer = server.api()
                    .exchange(
                            application.text("client_id"),
                            application.text("client_secret"),
                            thirdParty.assertion(server.issuer()));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(signIn(server)).isEqualTo(303);
        }
    }

    @Test
    void aNodeOnPostgreSqlStartsInALocaleWithDigitsOfItsOwn() throws Exception {
        Map<String, String> settings = Map.of(
                "JDK_JAVA_OPTIONS",
                "-Duser.language=fa -Duser.country=IR",
                "COUNTERSIGN_DATABASE_URL",
                PostgresCluster.freshUrl());
        try (ThirdParty thirdParty = ThirdParty.start("partner");
                ServerProcess server = ConsoleSteps.start(folder.resolve("home"), settings)) {
            assertThat(server.api().register(thirdParty).status()).isEqualTo(201);
            var application = server.api().registerApplication("orders");

            assertThat(server.api()
                            .exchange(
                                    application.text("client_id"),
                                    application.text("client_secret"),
                                    thirdParty.assertion(server.issuer()))
                            .status())
                    .isEqualTo(200);
        }
    }

    private static int signIn(ServerProcess server) throws Exception {
        URI page = URI.create(server.plainOrigin() + "/console/sign-in");
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> form =
                    browser.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
            var token = FORM_TOKEN.matcher(form.body());
            assertThat(token.find()).as(form.body()).isTrue();
            String cookies = form.headers().allValues("set-cookie").stream()
                    .map(cookie -> cookie.split(";", 2)[0])
                    .collect(Collectors.joining("; "));
            HttpRequest sent = HttpRequest.newBuilder(page)
                    .header("Cookie", cookies)
                    .header("Origin", server.issuer())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form(List.of(
                            "form_token", token.group(1),
                            "username", ConsoleSteps.USERNAME,
                            "password", ConsoleSteps.PASSWORD))))
                    .build();
            return browser.send(sent, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    private static String form(List<String> pairs) {
        var form = new StringBuilder();
        for (int i = 0; i < pairs.size(); i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(pairs.get(i))
                    .append('=')
                    .append(URLEncoder.encode(pairs.get(i + 1), StandardCharsets.UTF_8));
        }
        return form.toString();
    }
}
