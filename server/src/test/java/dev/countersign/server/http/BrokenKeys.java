package dev.countersign.server.http;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.token.SigningKeys;
import java.util.List;

/** Unavailable signing keys. */
final class BrokenKeys implements SigningKeys {
    @Override
    public SigningKey active(Algorithm algorithm) {
        throw new IllegalStateException("broken on purpose");
    }

    @Override
    public List<SigningKey> published() {
        throw new IllegalStateException("broken on purpose");
    }
}
