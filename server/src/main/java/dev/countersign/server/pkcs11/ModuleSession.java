package dev.countersign.server.pkcs11;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.server.config.ModuleSettings;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** One login to the token of a module, with the keys found in it. Its methods may block in the library. */
final class ModuleSession {
    private static final int RSA_BITS = 2048;
    /**
     * The label of every private key, by which one is found that was generated and never named; those in use have their
     * {@code kid} as CKA_ID.
     */
    static final String LABEL = "countersign";

    private static final String HEX_OF_LABEL =
            "0h" + HexFormat.of().formatHex(LABEL.getBytes(StandardCharsets.US_ASCII));
    private static final System.Logger LOG = System.getLogger(ModuleSession.class.getName());
    private static final Instant ALWAYS = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

    private final Provider provider;
    private final KeyStore store;
    private final Map<String, PrivateKey> keys = new ConcurrentHashMap<>();

    private ModuleSession(Provider provider, KeyStore store) {
        this.provider = provider;
        this.store = store;
    }

    /** Exception thrown when the module refuses the PIN; a further attempt might lock the token. */
    static final class WrongPinException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongPinException(Throwable cause) {
            super("the module refuses the PIN", cause);
        }
    }

    /** A provider for the token; it logs in when keys are {@linkplain #open used}. */
    static Provider provider(ModuleSettings settings) {
        long slot = settings.slot()
                .orElseGet(() -> ModuleLibrary.load(settings.library())
                        .slotOf(settings.tokenLabel().orElseThrow()));
        // a name without a file is the configuration itself when it begins with "--"
        return Security.getProvider("SunPKCS11").configure("""
                --name = Countersign
                library = "%s"
                slot = %s
                destroyTokenAfterLogout = true
                attributes(generate, CKO_PRIVATE_KEY, *) = {
                  CKA_TOKEN = true
                  CKA_LABEL = %s
                  CKA_PRIVATE = true
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_SIGN = true
                }
                """.formatted(settings.library(), slot, HEX_OF_LABEL));
    }

    /** Ends the sessions of a provider, which cannot be used afterwards. */
    static void discard(Provider provider) {
        if (provider instanceof AuthProvider sessions) {
            try {
                sessions.logout();
            } catch (LoginException | RuntimeException gone) {
                LOG.log(System.Logger.Level.DEBUG, "The module does not answer to a logout", gone);
            }
        }
    }

    /**
     * Logs in, and reads the keys of the token.
     *
     * @throws SigningUnavailableException when the module does not answer
     */
    static ModuleSession open(Provider provider, String pin) throws WrongPinException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin.toCharArray());
            return new ModuleSession(provider, store);
        } catch (GeneralSecurityException | IOException | RuntimeException failed) {
            if (isAboutPin(failed)) {
                throw new WrongPinException(failed);
            }
            throw new SigningUnavailableException("the module cannot be used: " + reason(failed), failed);
        }
    }

    private static boolean isAboutPin(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedLoginException
                    || String.valueOf(cause.getMessage()).startsWith("CKR_PIN_")) {
                return true;
            }
        }
        return false;
    }

    /** The return value of the library, such as CKR_DEVICE_REMOVED, where there is one. */
    static String reason(Throwable failed) {
        String reason = failed.getClass().getSimpleName();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.startsWith("CKR_")) {
                reason = message;
            }
        }
        return reason;
    }

    byte[] sign(String keyId, Algorithm algorithm, byte[] input) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(signature(algorithm), provider);
        signer.initSign(key(keyId)
                .orElseThrow(
                        () -> new SigningUnavailableException("the module does not have the key %s".formatted(keyId))));
        signer.update(input);
        return signer.sign();
    }

    private Optional<PrivateKey> key(String keyId) throws GeneralSecurityException {
        PrivateKey known = keys.get(keyId);
        if (known == null) {
            if (!store.containsAlias(keyId)) {
                readAgain();
            }
            if (store.getKey(keyId, null) instanceof PrivateKey found) {
                keys.put(keyId, found);
                known = found;
            }
        }
        return Optional.ofNullable(known);
    }

    /** Another node may have generated a key since the login; without a PIN, because this is not a login. */
    private void readAgain() throws GeneralSecurityException {
        try {
            store.load(null, null);
        } catch (IOException failed) {
            throw new KeyStoreException(failed);
        }
    }

    KeyPair generate(Algorithm algorithm) throws GeneralSecurityException {
        boolean rsa = algorithm == Algorithm.RS256;
        var generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC", provider);
        if (rsa) {
            generator.initialize(RSA_BITS);
        } else {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        KeyPair pair = generator.generateKeyPair();
        if (pair.getPrivate().getEncoded() != null) {
            throw new SigningUnavailableException("the module gives its private keys away");
        }
        return pair;
    }

    /** Names a key, by a certificate of it: Java finds keys of a token only beside a certificate. */
    void name(KeyPair pair, String keyId) throws GeneralSecurityException, OperatorException {
        store.setKeyEntry(keyId, pair.getPrivate(), null, new Certificate[] {selfSigned(pair, keyId)});
        keys.put(keyId, pair.getPrivate());
    }

    private X509Certificate selfSigned(KeyPair pair, String keyId) throws GeneralSecurityException, OperatorException {
        var name = new X500Name("CN=" + keyId + ", O=Countersign");
        boolean rsa = pair.getPublic().getAlgorithm().equals("RSA");
        var signer = new JcaContentSignerBuilder(rsa ? "SHA256withRSA" : "SHA256withECDSA")
                .setProvider(provider)
                .build(pair.getPrivate());
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name, BigInteger.ONE, Date.from(ALWAYS), Date.from(FOREVER), name, pair.getPublic())
                        .build(signer));
    }

    void delete(String keyId) throws GeneralSecurityException {
        keys.remove(keyId);
        if (store.containsAlias(keyId)) {
            store.deleteEntry(keyId);
        }
    }

    private static String signature(Algorithm algorithm) {
        return switch (algorithm) {
            case RS256 -> "SHA256withRSA";
            case ES256 -> "SHA256withECDSAinP1363Format";
            default -> throw new SigningUnavailableException("the module has no keys of " + algorithm.value());
        };
    }
}
