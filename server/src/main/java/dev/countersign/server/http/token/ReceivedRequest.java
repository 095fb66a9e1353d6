package dev.countersign.server.http.token;

import dev.countersign.core.jose.certificate.ClientCertificate;
import java.util.List;
import java.util.Optional;

/**
 * A token request as received, without decoding; its string form omits its content.
 *
 * @param contentTypes every {@code Content-Type} header
 * @param contentEncodings every {@code Content-Encoding} header
 * @param authorizations every {@code Authorization} header
 * @param proofs every {@code DPoP} header
 * @param certificate of the client, not validated
 * @param query the query of the URL without its question mark; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // instances are never compared
record ReceivedRequest(
        List<String> contentTypes,
        List<String> contentEncodings,
        List<String> authorizations,
        List<String> proofs,
        Optional<ClientCertificate> certificate,
        String query,
        byte[] body) {

    @Override
    public String toString() {
        return "ReceivedRequest[redacted]";
    }
}
