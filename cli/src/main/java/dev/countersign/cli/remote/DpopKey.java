package dev.countersign.cli.remote;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;

/** A new ES256 key, and proofs of its possession (RFC 9449 §4.2). The key exists as long as this object. */
public final class DpopKey {
    private final TokenSigner signer;
    private final InstantSource clock;

    public DpopKey(InstantSource clock) {
        this.signer = TokenSigner.withPublicKey(SigningKey.generate(Algorithm.ES256), "dpop+jwt");
        this.clock = clock;
    }

    /**
     * Makes a proof for one request.
     *
     * @param url the URL of the endpoint as its server knows it
     * @param nonce the nonce that the server asked for
     */
    String proof(String method, String url, Optional<String> nonce) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("jti", Secrets.generateId());
        claims.put("htm", method);
        claims.put("htu", url);
        claims.put("iat", clock.instant().getEpochSecond());
        nonce.ifPresent(value -> claims.put("nonce", value));
        return signer.sign(JsonText.write(claims));
    }
}
