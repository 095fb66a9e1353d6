package dev.countersign.bench.steps;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.token.AccessTokenMinter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Lower bound of an exchange: one signature verified and one created, over as many octets, by the same provider, and
 * nothing else. The objects are prepared; even looking them up is not counted.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class Limit extends Step {
    private static final Provider PROVIDER = AmazonCorrettoCryptoProvider.INSTANCE;

    /** The algorithm that signs; the assertion is verified with RS256, as in {@link WholeExchange}. */
    @Param({"ES256", "RS256"})
    Algorithm signing;

    private final byte[] presented =
            SampleExchange.jws(SampleExchange.assertion(Algorithm.RS256)).signingInput();
    private byte[] issued;
    private byte[] signature;
    private Signature verifier;
    private Signature signer;

    @Setup
    public void prepare() throws GeneralSecurityException {
        AccessTokenMinter minter = SampleExchange.minter(signing);
        issued = SampleExchange.jws(minter.mint(
                        SampleServer.IDENTITY,
                        SampleExchange.issued(),
                        minter.key(signing),
                        AccessTokenTyp.AT_JWT,
                        SampleExchange.MAPPED))
                .signingInput();
        KeyPair theirs = rsaKey();
        Signature third = Signature.getInstance("SHA256withRSA", PROVIDER);
        third.initSign(theirs.getPrivate());
        third.update(presented);
        signature = third.sign();
        verifier = Signature.getInstance("SHA256withRSA", PROVIDER);
        verifier.initVerify(theirs.getPublic());
        boolean rsa = signing == Algorithm.RS256;
        signer = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format", PROVIDER);
        signer.initSign((rsa ? rsaKey() : ecKey()).getPrivate());
    }

    private static KeyPair rsaKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", PROVIDER);
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static KeyPair ecKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    @Benchmark
    public byte[] verifyAndSign() throws SignatureException {
        verifier.update(presented);
        if (!verifier.verify(signature)) {
            throw new IllegalStateException("A good signature was refused");
        }
        signer.update(issued);
        return signer.sign();
    }
}
