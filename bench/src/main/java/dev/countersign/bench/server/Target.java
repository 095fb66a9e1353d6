package dev.countersign.bench.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * A token endpoint from the view of its clients.
 *
 * @param credentials of an application, for HTTP Basic
 * @param certificate the trusted certificate of the server, if it has one
 */
public record Target(URI endpoint, String credentials, Optional<Path> certificate) {
    /** The form up to the assertion. */
    public static final String FORM = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";

    public static final String FORM_TYPE = "application/x-www-form-urlencoded";

    /** A token request with an assertion. */
    public HttpRequest request(String assertion) {
        return HttpRequest.newBuilder(endpoint)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", FORM_TYPE)
                .POST(BodyPublishers.ofString(FORM + assertion))
                .build();
    }

    public static Target of(URI endpoint, String clientId, String secret, Optional<Path> certificate) {
        byte[] pair = (clientId + ':' + secret).getBytes(StandardCharsets.US_ASCII);
        return new Target(endpoint, Base64.getEncoder().encodeToString(pair), certificate);
    }
}
