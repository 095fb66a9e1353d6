import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The certificate authorities of the packed Java runtime: those in the files of one folder, and no others. The store has no
 * password and no salt, so that the JDK reads it as its own and the same certificates give the same bytes.
 */
class PackedAuthorities {
    public static void main(String... arguments) throws GeneralSecurityException, IOException {
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        var factory = CertificateFactory.getInstance("X.509");
        var sorted = new TreeMap<String, X509Certificate>();
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".crt")).toList()) {
                try (var in = Files.newInputStream(file)) {
                    var certificate = (X509Certificate) factory.generateCertificate(in);
                    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
                    sorted.put(HexFormat.of().formatHex(digest), certificate);
                }
            }
        }
        if (sorted.isEmpty()) {
            throw new IOException("there is no certificate in " + arguments[0]);
        }
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (var entry : sorted.entrySet()) {
            store.setCertificateEntry(entry.getKey(), entry.getValue());
        }
        try (var out = Files.newOutputStream(Path.of(arguments[1]))) {
            store.store(out, null);
        }
    }
}
