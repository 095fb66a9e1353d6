package dev.countersign.server.provider;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.server.provider.ProviderTransport.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The transport as the SDK uses it. A failure is an {@link IOException} with a clause for the log as its message. */
record ProviderHttp(ProviderTransport transport) implements HTTPRequestSender, ResourceRetriever {
    private static final int OK = 200;

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        Answer answer = answer(
                request.getMethod().name(),
                request.getURI(),
                request.getHeaderMap(),
                Optional.ofNullable(request.getBody()).map(text -> text.getBytes(StandardCharsets.UTF_8)));
        var response = new HTTPResponse(answer.status());
        answer.headers().forEach((name, values) -> response.setHeader(name, values.toArray(String[]::new)));
        response.setBody(answer.body());
        return response;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        return new Resource(get(URI.create(url.toString())), null);
    }

    /** The body of a document. */
    String get(URI url) throws IOException {
        Answer answer = answer("GET", url, Map.of("Accept", List.of("application/json")), Optional.empty());
        if (answer.status() != OK) {
            throw new IOException("answered " + answer.status());
        }
        return answer.body();
    }

    private Answer answer(String method, URI url, Map<String, List<String>> headers, Optional<byte[]> body)
            throws IOException {
        return switch (transport.send(method, url, headers, body)) {
            case Parsed.Read(Answer answer) -> answer;
            case Parsed.Unreadable(String reason) -> throw new IOException(reason);
        };
    }
}
