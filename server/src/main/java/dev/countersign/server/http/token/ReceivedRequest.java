package dev.countersign.server.http.token;

import java.util.List;

/**
 * A token request as it came over the wire, nothing decoded; nothing prints it.
 *
 * @param contentTypes every {@code Content-Type} header
 * @param contentEncodings every {@code Content-Encoding} header
 * @param authorizations every {@code Authorization} header
 * @param query the query of the URL without its question mark; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
record ReceivedRequest(
        List<String> contentTypes,
        List<String> contentEncodings,
        List<String> authorizations,
        String query,
        byte[] body) {

    @Override
    public String toString() {
        return "ReceivedRequest[redacted]";
    }
}
