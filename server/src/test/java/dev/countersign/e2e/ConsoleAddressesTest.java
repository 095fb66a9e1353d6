package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** End-to-end tests of the addresses and methods that the console answers to, without a browser and a session. */
class ConsoleAddressesTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        server = ConsoleSteps.start(folder.resolve("home"));
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.plainOrigin() + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /console/sign-in,             200",
        "HEAD, /console/sign-in,             200",
        "GET,  /console,                     303",
        "HEAD, /console,                     303",
        "GET,  /console/,                    303",
        "GET,  /console//,                   404",
        "GET,  /console/sign-in/,            404",
        "GET,  /console//sign-in,            404",
        "GET,  /console/sign%2Din,           404",
        "GET,  /console/sign%2Fin,           404",
        "GET,  /console/Sign-in,             404",
        "GET,  /console/connections/,        404",
        "GET,  /console/connections/x,       303",
        "GET,  /console/connections/x%2Fy,   303",
        "GET,  /console/connections/x/y,     404",
        "GET,  /console/connections/new,     303",
        "GET,  /console/assets,              404",
        "GET,  /console/assets/0/htmx.js,    404",
        "POST, /console/sign-in,             400",
        "POST, /console/nothing,             404",
        "HEAD, /console/nothing,             404",
        "POST, /console/settings,            405",
        "PUT,  /console/sign-in,             405",
        "OPTIONS, /console/sign-in,          405",
        "DELETE, /console,                   405",
        "GET,  /console/sign-out,            405",
        "HEAD, /console/sign-out,            405",
        "OPTIONS, /console/nothing,          404",
        "POST, /console/assets/0/htmx.js,    404",
        "GET,  /consoles,                    404",
        "GET,  /console%2Fsign-in,           404"
    })
    void answersAtEachAddressForEachMethod(String method, String path, int status) throws Exception {
        HttpResponse<String> response = send(method, path);

        assertThat(response.statusCode()).isEqualTo(status);
        if (method.equals("HEAD")) {
            assertThat(response.body()).isEmpty();
        }
        assertThat(response.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
    }

    @ParameterizedTest
    @CsvSource({"/console/activity,          %2Factivity", "/console/connections/x%2Fy, %2Fconnections%2Fx%252Fy"})
    void sendsAVisitorToSignInAndThenBackToTheAddress(String path, String back) throws Exception {
        assertThat(send("GET", path).headers().firstValue("Location"))
                .contains(URI.create(server.issuer()).getPath() + "/console/sign-in?to=" + back);
    }
}
