package dev.countersign.core.token;

import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.jose.JsonText;
import dev.countersign.core.jose.SigningKey;
import dev.countersign.core.jose.TokenSigner;
import dev.countersign.core.oauth.IssuerIdentifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signs access tokens of the form RFC 9068 gives them. */
public final class AccessTokenMinter {
    /** RFC 9068 §2.1. */
    private static final String TYPE = "at+jwt";

    private final IssuerIdentifier self;
    private final SigningKeys keys;
    private final Map<Algorithm, Signer> signers = new ConcurrentHashMap<>();

    public AccessTokenMinter(IssuerIdentifier self, SigningKeys keys) {
        this.self = self;
        this.keys = keys;
    }

    /**
     * The access token for a record that is already on disk.
     *
     * @param mapped claims taken over from the assertion; those with a reserved name are left out
     * @return a compact JWS
     */
    public String mint(IssuedToken token, Algorithm algorithm, Map<String, Object> mapped) {
        return signer(algorithm).sign(JsonText.write(AccessTokenClaims.of(self, token, mapped)));
    }

    /** The signer of the key in force: its header is computed once a key. */
    private TokenSigner signer(Algorithm algorithm) {
        SigningKey active = keys.active(algorithm);
        Signer known = signers.get(algorithm);
        if (known != null && known.key() == active) {
            return known.signer();
        }
        var fresh = new Signer(active, new TokenSigner(active, TYPE));
        signers.put(algorithm, fresh);
        return fresh.signer();
    }

    private record Signer(SigningKey key, TokenSigner signer) {}
}
