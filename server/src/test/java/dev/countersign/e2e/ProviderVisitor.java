package dev.countersign.e2e;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Visitor of the console with cookies and without a browser, who can go to another node at each step. */
final class ProviderVisitor {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final Map<String, String> cookies = new LinkedHashMap<>();

    HttpResponse<String> get(ServerProcess node, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.plainOrigin() + path))
                .header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ", "a=b; ", "")))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        for (String header : response.headers().allValues("Set-Cookie")) {
            String[] pair = header.split(";", 2)[0].split("=", 2);
            if (header.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return response;
    }

    /** Begins a sign-in at a node; returns the address to which the provider sends the visitor back. */
    String toProvider(ServerProcess node, ProviderSite site) throws IOException, InterruptedException {
        HttpResponse<String> away = get(node, "/console/sign-in/oidc");
        if (away.statusCode() != 303) {
            throw new AssertionError("not sent to the provider: " + away.statusCode() + " " + away.body());
        }
        URI back = site.provider()
                .authorize(URI.create(away.headers().firstValue("Location").orElseThrow()));
        return back.getRawPath() + "?" + back.getRawQuery();
    }

    /** Sends a logout token as the provider does. */
    static HttpResponse<String> logout(ServerProcess node, String token) throws IOException, InterruptedException {
        return post(node, URLUtils.serializeParameters(Map.of("logout_token", List.of(token))));
    }

    static HttpResponse<String> post(ServerProcess node, String form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(node.plainOrigin() + "/console/sign-in/oidc/backchannel-logout"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
