package dev.countersign.e2e;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.signing.Secrets;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A third party that signs assertions with RS256 and supplies its certificate as a file. */
final class CertifiedParty {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final String name;
    private final KeyPair keys;
    private final byte[] certificate;

    private CertifiedParty(String name, KeyPair keys, byte[] certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A party whose certificate is good from yesterday on, for this long from now. */
    static CertifiedParty of(String name, Duration validity) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            var subject = new X500Principal("CN=" + name);
            Instant now = Instant.now();
            byte[] certificate = new JcaX509v3CertificateBuilder(
                            subject,
                            BigInteger.valueOf(now.toEpochMilli()),
                            Date.from(now.minus(Duration.ofDays(1))),
                            Date.from(now.plus(validity)),
                            subject,
                            keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
                    .getEncoded();
            return new CertifiedParty(name, keys, certificate);
        } catch (GeneralSecurityException | OperatorCreationException | IOException fault) {
            throw new IllegalStateException(fault);
        }
    }

    String issuer() {
        return "https://" + name + ".example";
    }

    /** The certificate as most tools write it. */
    String pem() {
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate));
    }

    /** The certificate as Java's and Windows' tools write it. */
    byte[] der() {
        return certificate.clone();
    }

    /** A fresh assertion for alice with a jti of its own. */
    String assertion(String audience) {
        return assertion(issuer(), audience);
    }

    /** A fresh assertion in the name of somebody. */
    String assertion(String issuer, String audience) {
        long now = Instant.now().getEpochSecond();
        String signed = part(Map.of("alg", "RS256", "typ", "JWT"))
                + "."
                + part(Map.of(
                        "iss",
                        issuer,
                        "sub",
                        "alice",
                        "aud",
                        audience,
                        "iat",
                        now,
                        "exp",
                        now + 600,
                        "jti",
                        Secrets.generateId()));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static String part(Map<String, Object> json) {
        return BASE64URL.encodeToString(JsonText.write(json));
    }
}
