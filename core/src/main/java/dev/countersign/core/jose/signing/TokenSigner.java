package dev.countersign.core.jose.signing;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;

/** Signer of compact JWS with one key and one {@code typ}; its header is encoded once. Safe for many threads. */
public final class TokenSigner {
    private final SigningKey key;
    private final byte[] headerAndDot;

    private TokenSigner(SigningKey key, String type, String member, Object keyReference) {
        var header = new LinkedHashMap<String, Object>();
        header.put("alg", key.algorithm().value());
        header.put(member, keyReference);
        header.put("typ", type);
        this.key = key;
        this.headerAndDot = (Base64Url.encode(JsonText.write(header)) + '.').getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Prepares the header {@code {"alg", "kid", "typ"}}.
     *
     * @param type the {@code typ}, such as {@code at+jwt}
     */
    public TokenSigner(SigningKey key, String type) {
        this(key, type, "kid", key.keyId());
    }

    /**
     * Prepares the header {@code {"alg", "jwk", "typ"}} with the public key itself, for recipients that do not know it
     * (RFC 7515 §4.1.3).
     */
    public static TokenSigner withPublicKey(SigningKey key, String type) {
        return new TokenSigner(
                key, type, "jwk", key.verificationKey().parameters().members());
    }

    /** Signs claims written by {@link JsonText} (RFC 7515 §5.1, §7.1). */
    public String sign(byte[] claimsJson) {
        byte[] signingInput = Octets.concat(headerAndDot, Base64Url.encodeToBytes(claimsJson));
        byte[] signature = Base64Url.encodeToBytes(key.sign(signingInput));
        byte[] token = Arrays.copyOf(signingInput, signingInput.length + 1 + signature.length);
        token[signingInput.length] = '.';
        System.arraycopy(signature, 0, token, signingInput.length + 1, signature.length);
        return new String(token, StandardCharsets.ISO_8859_1);
    }
}
