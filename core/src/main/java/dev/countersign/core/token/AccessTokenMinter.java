package dev.countersign.core.token;

import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import dev.countersign.core.oauth.ServerIdentity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signer of access tokens of the form that RFC 9068 gives them. */
public final class AccessTokenMinter {
    private final SigningKeys keys;
    private final Map<Algorithm, Signer> signers = new ConcurrentHashMap<>();
    private final Map<Algorithm, Signer> signersOfPlainJwts = new ConcurrentHashMap<>();

    public AccessTokenMinter(SigningKeys keys) {
        this.keys = keys;
    }

    /**
     * The access token for a record that is already on disk.
     *
     * @param self who issues it
     * @param typ of the header
     * @param mapped claims taken over from the assertion; those with a reserved name are left out
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

    /** The signer of the key in force: its header is computed once a key. */
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
