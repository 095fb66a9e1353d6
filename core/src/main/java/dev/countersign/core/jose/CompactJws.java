package dev.countersign.core.jose;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.key.SignatureScheme;
import dev.countersign.core.jose.key.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A JWT in the compact serialization of RFC 7515 §7.1, parsed and not yet verified.
 *
 * <p>It deliberately has no {@code toString}: a token is never written anywhere.
 */
public final class CompactJws {
    /** Longest token that is read, in characters. */
    static final int MAX_LENGTH = 1 << 16;

    private final JoseHeader header;
    private final Map<String, Object> claims;
    private final byte[] signingInput;
    private final byte[] signature;

    private CompactJws(JoseHeader header, Map<String, Object> claims, byte[] signingInput, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signingInput = signingInput;
        this.signature = signature;
    }

    /**
     * Parses a token.
     *
     * <p>The signature may be empty, as in an unsecured JWS (RFC 7515 appendix A.5): the caller refuses it because of
     * its {@code alg}, and an empty signature never verifies.
     */
    public static JwsReading read(String compact) {
        if (compact.length() > MAX_LENGTH) {
            return unreadable("The token is longer than %s characters.".formatted(MAX_LENGTH));
        }
        // Characters outside Latin-1 become question marks, which are not in the alphabet either. One mark may replace
        // both chars of a pair, so positions are counted in the octets and never in the text.
        byte[] ascii = compact.getBytes(StandardCharsets.ISO_8859_1);
        int first = dot(ascii, 0);
        int second = dot(ascii, first + 1);
        if (second == ascii.length) {
            return unreadable("The token does not have three parts between dots.");
        }
        if (dot(ascii, second + 1) < ascii.length) {
            return isEncrypted(ascii)
                    ? new JwsReading.Encrypted("JWE compact serialization")
                    : unreadable("The token does not have three parts between dots.");
        }
        Optional<byte[]> header = Base64Url.decode(ascii, 0, first);
        Optional<byte[]> payload = Base64Url.decode(ascii, first + 1, second);
        Optional<byte[]> signature = Base64Url.decode(ascii, second + 1, ascii.length);
        if (header.isEmpty() || payload.isEmpty() || signature.isEmpty()) {
            return unreadable("A part of the token is not base64url without padding, in its one canonical spelling.");
        }
        return read(header.get(), payload.get(), Arrays.copyOf(ascii, second), signature.get());
    }

    private static JwsReading read(byte[] headerJson, byte[] payload, byte[] signingInput, byte[] signature) {
        return switch (StrictJson.readObject(headerJson)) {
            case Parsed.Unreadable(var problem) -> unreadable("Header: " + problem + ".");
            case Parsed.Read(var headerMembers) ->
                switch (JoseHeader.read(headerMembers)) {
                    case Parsed.Unreadable(var problem) -> unreadable("Header: " + problem + ".");
                    case Parsed.Read(var header) ->
                        switch (StrictJson.readObject(payload)) {
                            case Parsed.Unreadable(var problem) -> unreadable("Claims: " + problem + ".");
                            case Parsed.Read(var claims) ->
                                new JwsReading.Read(new CompactJws(header, claims, signingInput, signature));
                        };
                };
        };
    }

    /** Whether this is a JWE in compact serialization (RFC 7516 §7.1), whose parts after the first may be empty. */
    private static boolean isEncrypted(byte[] ascii) {
        int parts = 0;
        int start = 0;
        for (int i = 0; i <= ascii.length; i++) {
            if (i == ascii.length || ascii[i] == '.') {
                if (Base64Url.decode(ascii, start, i).isEmpty()) {
                    return false;
                }
                parts++;
                start = i + 1;
            }
        }
        return parts == 5 && ascii[0] != '.';
    }

    /** The position of the next dot; the length when there is none. */
    private static int dot(byte[] ascii, int from) {
        int at = Math.min(from, ascii.length);
        while (at < ascii.length && ascii[at] != '.') {
            at++;
        }
        return at;
    }

    private static JwsReading unreadable(String problem) {
        return new JwsReading.Unreadable(problem);
    }

    public JoseHeader header() {
        return header;
    }

    /** The claims as {@link StrictJson} reads them: unmodifiable, in the order of the token. */
    public Map<String, Object> claims() {
        return claims;
    }

    /** The octets that were signed, {@code header.payload} in ASCII (RFC 7515 §5.1 step 5); a copy. */
    public byte[] signingInput() {
        return signingInput.clone();
    }

    /** The signature octets; a copy. */
    public byte[] signature() {
        return signature.clone();
    }

    /** Identifies an assertion without {@code jti}; unlike the signature it has a single encoding. */
    public Sha256 signingInputHash() {
        return Sha256.of(signingInput);
    }

    /**
     * Whether the signature is an ECDSA signature in DER (RFC 3279 §2.2.3), which never verifies; for hints about
     * faults.
     */
    public boolean isSignedInDer(Algorithm algorithm) {
        return algorithm.scheme() instanceof SignatureScheme.Ecdsa && SignatureVerifier.isDer(signature);
    }

    /** Whether the key created the signature with the algorithm; see {@link SignatureVerifier#verify}. */
    public boolean isSignedBy(VerificationKey key, Algorithm algorithm) {
        return SignatureVerifier.verify(key, algorithm, signingInput, signature);
    }
}
