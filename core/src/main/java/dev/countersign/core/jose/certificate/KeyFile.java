package dev.countersign.core.jose.certificate;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Content of a submitted file with certificates, recognised by its octets before it is parsed. */
public sealed interface KeyFile {

    /** Text to be read as certificates in PEM; a certificate in DER was converted. Its content is read later. */
    record Pem(String text) implements KeyFile {}

    /**
     * Other content, which must not be shown or forwarded.
     *
     * @param clause states the kind of content and the remedy, such as "is a PKCS#12 file …; put the certificate in as
     *     PEM"
     */
    record Unusable(String clause) implements KeyFile {}

    /** Recognises the content of a file. */
    static KeyFile read(byte[] content) {
        if (content.length == 0) {
            return new Unusable("is empty");
        }
        Optional<Charset> wide = KeyFileText.wideCharset(content);
        if (wide.isPresent()) {
            return new Unusable(
                    PrivateKeys.mayBeIn(new String(content, wide.get()))
                            ? DerFormat.PRIVATE_KEY.clause()
                            : PemText.UTF_16);
        }
        if (CertificateReader.parse(content).isPresent()) {
            return new Pem(pem(content));
        }
        DerFormat format = DerFormat.of(Arrays.copyOf(content, Math.min(content.length, DerFormat.PREFIX)));
        if (format != DerFormat.UNKNOWN) {
            return new Unusable(
                    format == DerFormat.CERTIFICATE ? "holds no X.509 certificate that can be read" : format.clause());
        }
        return KeyFileText.isKeyStore(content) ? new Unusable(KeyFileText.KEY_STORE) : text(content);
    }

    private static KeyFile text(byte[] content) {
        Optional<String> text = KeyFileText.decode(content);
        if (text.isEmpty()) {
            return new Unusable("holds no certificate, neither in PEM nor in DER");
        }
        return PrivateKeys.mayBeIn(text.get()) ? new Unusable(PemText.privateClause(text.get())) : new Pem(text.get());
    }

    private static String pem(byte[] der) {
        byte[] lineEnd = {'\n'};
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, lineEnd).encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }
}
