package dev.countersign.cli.remote;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A call of the token endpoint (RFC 6749 §3.2), which can be sent again.
 *
 * @param authorization the credentials in the header, if they are there
 * @param form the parameters, with the credentials if those are there
 */
public record TokenCall(Optional<String> authorization, List<Map.Entry<String, String>> form) {
    public TokenCall {
        form = List.copyOf(form);
    }

    /** Credentials in the header (RFC 6749 §2.3.1). */
    public static TokenCall withSecretInHeader(Credentials credentials, Collection<Map.Entry<String, String>> form) {
        byte[] pair = (HttpTransport.encode(credentials.clientId()) + ':' + HttpTransport.encode(credentials.secret()))
                .getBytes(StandardCharsets.UTF_8);
        return new TokenCall(Optional.of("Basic " + Base64.getEncoder().encodeToString(pair)), List.copyOf(form));
    }

    /** Credentials in the body (RFC 6749 §2.3.1). */
    public static TokenCall withSecretInBody(Credentials credentials, Collection<Map.Entry<String, String>> form) {
        var whole = new ArrayList<>(form);
        whole.add(Map.entry("client_id", credentials.clientId()));
        whole.add(Map.entry("client_secret", credentials.secret()));
        return new TokenCall(Optional.empty(), whole);
    }

    /** The client id alone: the certificate of the connection authenticates the client (RFC 8705 §2). */
    public static TokenCall withClientId(String clientId, Collection<Map.Entry<String, String>> form) {
        var whole = new ArrayList<>(form);
        whole.add(Map.entry("client_id", clientId));
        return new TokenCall(Optional.empty(), whole);
    }

    /** No client credentials: the assertion alone determines the application (RFC 7521 §4.1). */
    public static TokenCall withoutClient(Collection<Map.Entry<String, String>> form) {
        return new TokenCall(Optional.empty(), List.copyOf(form));
    }

    /** Sends the call. */
    public ApiResponse send(HttpTransport transport, TokenAddress address) throws CallFailedException {
        return checked(transport, transport.send(request(address)));
    }

    /** Sends the call with a proof, and a second time if the server asks for a nonce (RFC 9449 §8). */
    public ApiResponse send(HttpTransport transport, TokenAddress address, DpopKey key) throws CallFailedException {
        ApiResponse answer = checked(transport, transport.send(request(address, key, Optional.empty())));
        return answer.text("error").equals("use_dpop_nonce")
                        && answer.dpopNonce().isPresent()
                ? transport.send(request(address, key, answer.dpopNonce()))
                : answer;
    }

    private static ApiResponse checked(HttpTransport transport, ApiResponse answer) throws CallFailedException {
        if (RefusalText.isUnknownOrganization(answer, transport.server())) {
            throw RefusalText.of(answer, transport.server());
        }
        return answer;
    }

    private HttpRequest.Builder request(TokenAddress address, DpopKey key, Optional<String> nonce) {
        return request(address).header("DPoP", key.proof("POST", address.published(), nonce));
    }

    private HttpRequest.Builder request(TokenAddress address) {
        String body = form.stream()
                .map(entry -> HttpTransport.encode(entry.getKey()) + '=' + HttpTransport.encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(address.url())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        authorization.ifPresent(credentials -> request.header("Authorization", credentials));
        return request;
    }

    /** Omits the parameters and the credentials. */
    @Override
    public String toString() {
        return "TokenCall[%s parameters]".formatted(form.size());
    }
}
