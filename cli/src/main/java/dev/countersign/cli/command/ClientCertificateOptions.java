package dev.countersign.cli.command;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.core.jose.certificate.CertificateFile;
import dev.countersign.core.jose.certificate.CertifiedKey;
import dev.countersign.core.jose.certificate.PrivateKeyFile;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Options with the files of a certificate and its key, which a command presents in TLS (RFC 8705). */
public final class ClientCertificateOptions {
    private static final String CERTIFICATE = "--client-cert";
    private static final String KEY = "--client-key";

    private ClientCertificateOptions() {}

    public static List<OptionSpec> options() {
        return List.of(
                Options.text(
                        CERTIFICATE,
                        "FILE",
                        "Present the certificate in this PEM file, with its chain (RFC 8705). Without a secret, the"
                                + " client id is sent alone."),
                Options.text(
                        KEY,
                        "FILE",
                        "Its private key in PEM, without a passphrase. Default: the one in the same file."));
    }

    /** Whether a certificate is to be presented. */
    public static boolean isGiven(Arguments arguments) {
        return arguments.isGiven(CERTIFICATE);
    }

    /** Reads the files; empty when no certificate is to be presented. */
    static Optional<CertifiedKey> read(Arguments arguments, Inputs inputs) throws CallFailedException {
        Optional<String> certificateFile = arguments.text(CERTIFICATE);
        Optional<String> keyFile = arguments.text(KEY);
        if (certificateFile.isEmpty()) {
            if (keyFile.isPresent()) {
                throw CallFailedException.usage("%s needs %s.".formatted(KEY, CERTIFICATE));
            }
            return Optional.empty();
        }
        byte[] certificate = inputs.bytes(certificateFile.get());
        byte[] key = keyFile.isPresent() ? inputs.bytes(keyFile.get()) : certificate;
        String certificateName = Inputs.name(certificateFile.get());
        String keyName = Inputs.name(keyFile.orElse(certificateFile.get()));
        return Optional.of(CertifiedKey.of(chain(certificate, certificateName), key(key, keyName, keyFile.isPresent()))
                .orElseThrow(
                        () -> CallFailedException.data("The private key in %s is not the one of the certificate in %s."
                                .formatted(keyName, certificateName))));
    }

    private static List<X509Certificate> chain(byte[] content, String name) throws CallFailedException {
        try {
            return CertificateFile.read(content);
        } catch (CertificateException unusable) {
            throw CallFailedException.data("The file %s %s.".formatted(name, unusable.getMessage()));
        }
    }

    private static PrivateKey key(byte[] content, String name, boolean named) throws CallFailedException {
        try {
            return PrivateKeyFile.read(content);
        } catch (InvalidKeyException unusable) {
            throw CallFailedException.data("The file %s %s.%s"
                    .formatted(name, unusable.getMessage(), named ? "" : " Name another file with %s.".formatted(KEY)));
        }
    }
}
