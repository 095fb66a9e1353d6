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
     * @param typ of the header
     * @param mapped mapped claims of the assertion; those with a reserved name are left out
     * @return a compact JWS
     */
    public String mint(
            ServerIdentity self,
            IssuedToken token,
            Algorithm algorithm,
            AccessTokenTyp typ,
            Map<String, Object> mapped) {
        return signer(algorithm, typ).sign(JsonText.write(AccessTokenClaims.of(self.issuer(), token, mapped)));
    }

    /**
     * Whether the current key is in a module, which may fail to sign.
     *
     * @throws dev.countersign.core.jose.signing.SigningUnavailableException when it is known to fail
     */
    public boolean signsInModule(Algorithm algorithm) {
        return keys.active(algorithm).isInModule();
    }

    /** The signer with the current key; its header is computed once per key. */
    private TokenSigner signer(Algorithm algorithm, AccessTokenTyp typ) {
        Map<Algorithm, Signer> ofTyp = typ == AccessTokenTyp.AT_JWT ? signers : signersOfPlainJwts;
        SigningKey active = keys.active(algorithm);
        Signer known = ofTyp.get(algorithm);
        if (known != null && known.key() == active) {
            return known.signer();
        }
        var fresh = new Signer(active, new TokenSigner(active, typ.value()));
        ofTyp.put(algorithm, fresh);
        return fresh.signer();
    }

    private record Signer(SigningKey key, TokenSigner signer) {}
}
