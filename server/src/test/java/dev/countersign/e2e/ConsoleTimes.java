package dev.countersign.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measurement of the response time of each kind of page on a server with a large database, as created by {@code
 * LargeStoreTimes}; run manually, because times depend on the machine. It uses plain HTTP on this machine, from the
 * request to the last byte.
 */
final class ConsoleTimes {
    private static final int RUNS = 41;
    private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");
    private static final Pattern ONE =
            Pattern.compile("href=\"/console(/(?:connections|applications)/(?!new)[0-9a-z-]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String origin;
    private String cookie = "";

    private ConsoleTimes(String origin) {
        this.origin = origin;
    }

    /** @param args the home; its database is in {@code data} */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (var server = ConsoleSteps.start(Path.of(args[0]))) {
            var times = new ConsoleTimes(server.plainOrigin());
            times.signIn();
            for (String path : times.paths()) {
                times.measure(path);
            }
        }
    }

    private void signIn() throws IOException, InterruptedException {
        String page = text(get("/sign-in"));
        var answer = client.send(
                request("/sign-in")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("form_token=" + first(TOKEN, page) + "&username="
                                + ConsoleSteps.USERNAME + "&password=" + ConsoleSteps.PASSWORD.replace(' ', '+')))
                        .build(),
                BodyHandlers.ofString());
        keepCookies(answer.headers().allValues("set-cookie"));
        if (answer.statusCode() != 303) {
            throw new IllegalStateException("cannot sign in: " + answer.statusCode());
        }
    }

    private List<String> paths() throws IOException, InterruptedException {
        var paths = new ArrayList<>(List.of(
                "",
                "?over=hour",
                "?over=week",
                "/connections",
                "/connections?q=99",
                "/connections/new",
                "/connections/new/issuer",
                "/applications",
                "/applications?q=99",
                "/applications?page=200",
                "/try",
                "/activity",
                "/activity?outcome=refused",
                "/activity?q=user-4711",
                "/help",
                "/apis",
                "/signing-keys",
                "/administrators",
                "/account",
                "/settings"));
        String issuer = first(ONE, text(get("/connections")));
        String application = first(ONE, text(get("/applications")));
        for (String tab : List.of("", "/keys", "/policy", "/activity", "/danger")) {
            paths.add(issuer + tab);
        }
        for (String tab : List.of("", "/issuers", "/secrets", "/quick-start", "/activity", "/danger")) {
            paths.add(application + tab);
        }
        return paths;
    }

    private void measure(String path) throws IOException, InterruptedException {
        long[] micros = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long began = System.nanoTime();
            text(get(path));
            micros[i] = (System.nanoTime() - began) / 1_000;
        }
        long first = micros[0];
        Arrays.sort(micros);
        System.out.printf(
                "%-60s median %7.1f ms, worst %7.1f ms, first %7.1f ms%n",
                path.isEmpty() ? "/" : path, micros[RUNS / 2] / 1_000.0, micros[RUNS - 1] / 1_000.0, first / 1_000.0);
    }

    private HttpRequest get(String path) {
        return request(path).GET().build();
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(origin + "/console" + path));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private String text(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + request.uri());
        }
        if (cookie.isEmpty()) {
            keepCookies(answer.headers().allValues("set-cookie"));
        }
        return answer.body();
    }

    private void keepCookies(List<String> headers) {
        cookie = String.join(
                "; ", headers.stream().map(header -> header.split(";", 2)[0]).toList());
    }

    private static String first(Pattern pattern, String page) {
        Matcher found = pattern.matcher(page);
        if (!found.find()) {
            throw new IllegalStateException("not in the page: " + pattern);
        }
        return found.group(1);
    }
}
