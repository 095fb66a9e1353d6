package dev.countersign.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;

/**
 * The filter that refuses a request whose end two readers could see in different places (RFC 9112 §6.3 and §11.2): a
 * proxy before us and we must never disagree about what is body and what is the next request.
 */
final class RequestFraming implements Filter {
    private static final int BAD_REQUEST = 400;

    private final ErrorResponder errors;

    RequestFraming(ErrorResponder errors) {
        this.errors = errors;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (isAmbiguous(request.headers())) {
            ConnectionEnd.announce(request, response);
            errors.unservable(request, response, BAD_REQUEST);
        } else {
            chain.proceed();
        }
    }

    private static boolean isAmbiguous(ServerRequestHeaders headers) {
        List<String> codings = headers.all(HeaderNames.TRANSFER_ENCODING, List::of);
        List<String> lengths = headers.all(HeaderNames.CONTENT_LENGTH, List::of);
        boolean chunked = codings.size() == 1 && codings.getFirst().equals("chunked");
        return (!codings.isEmpty() && (!chunked || !lengths.isEmpty()))
                || lengths.size() > 1
                || lengths.stream().anyMatch(length -> !isDigits(length));
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
