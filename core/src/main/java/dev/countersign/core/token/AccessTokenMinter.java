package dev.countersign.core.token;

import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import dev.countersign.core.oauth.ServerIdentity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signer of access tokens in the format of RFC 9068. */
public final class AccessTokenMinter {
    private final SigningKeys keys;
    private final Map<Algorithm, Signer> signers = new ConcurrentHashMap<>();
    private final Map<Algorithm, Signer> signersOfPlainJwts = new ConcurrentHashMap<>();

    public AccessTokenMinter(SigningKeys keys) {
        this.keys = keys;
    }

    /**
     * Creates the access token for a record that is already on disk.
     *
     * @param self the issuing server
     * @param key that signs it
     * @param typ of the header
     * @param mapped mapped claims of the assertion; those with a reserved name are left out
     * @return a compact JWS
     */
    public String mint(
            ServerIdentity self, IssuedToken token, SigningKey key, AccessTokenTyp typ, Map<String, Object> mapped) {
        return signer(key, typ).sign(JsonText.write(AccessTokenClaims.of(self.issuer(), token, mapped)));
    }

    /**
     * The key that signs now; it may be in a module, and fail to sign.
     *
     * @throws dev.countersign.core.jose.signing.SigningUnavailableException when it is known to fail
     */
    public SigningKey key(Algorithm algorithm) {
        return keys.active(algorithm);
    }

    /** The signer with this key; its header is computed once per key. */
    private TokenSigner signer(SigningKey key, AccessTokenTyp typ) {
        Map<Algorithm, Signer> ofTyp = typ == AccessTokenTyp.AT_JWT ? signers : signersOfPlainJwts;
        Signer known = ofTyp.get(key.algorithm());
        if (known != null && known.key() == key) {
            return known.signer();
        }
        var fresh = new Signer(key, new TokenSigner(key, typ.value()));
        ofTyp.put(key.algorithm(), fresh);
        return fresh.signer();
    }

    private record Signer(SigningKey key, TokenSigner signer) {}
}
