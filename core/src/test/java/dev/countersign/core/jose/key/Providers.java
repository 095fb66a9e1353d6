package dev.countersign.core.jose.key;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;

/** The providers that a server may have; results must be the same on all. */
public enum Providers {
    CHOSEN(CryptoProvider.choose()),
    PORTABLE(CryptoProvider.portable("the test asks for it")),
    CORRETTO_WITHOUT_ITS_PROPERTY(CryptoProvider.corretto(new WithoutEdwardsKeys()));

    private final CryptoProvider provider;

    Providers(CryptoProvider provider) {
        this.provider = provider;
    }

    public CryptoProvider provider() {
        return provider;
    }

    /** Corretto in a process that was started without its system property. */
    private static final class WithoutEdwardsKeys extends Provider {
        WithoutEdwardsKeys() {
            super("WithoutEdwardsKeys", "1", "Corretto without an Ed25519 KeyFactory");
        }

        @Override
        public Service getService(String type, String algorithm) {
            return type.equals("KeyFactory") && algorithm.startsWith("Ed")
                    ? null
                    : AmazonCorrettoCryptoProvider.INSTANCE.getService(type, algorithm);
        }
    }
}
