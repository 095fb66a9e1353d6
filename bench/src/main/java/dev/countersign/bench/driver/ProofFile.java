package dev.countersign.bench.driver;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * DPoP proofs on disk, one per line, signed with ES256 shortly before they are presented, because they soon expire
 * (RFC 9449 §4.3). As many keys as {@link #KEYS} are used in turn, as by as many clients.
 */
public final class ProofFile {
    static final int KEYS = 64;

    private static final int PART = 10_000;

    private final Path file;
    private final URI endpoint;
    private final List<SigningKey> keys;
    private final List<String> headers;

    /** @param endpoint token endpoint as the server publishes it */
    public ProofFile(Path file, URI endpoint) {
        this.file = file;
        this.endpoint = endpoint;
        this.keys = Stream.generate(() -> SigningKey.generate(Algorithm.ES256))
                .limit(KEYS)
                .toList();
        this.headers = keys.stream().map(ProofFile::header).toList();
    }

    public Path path() {
        return file;
    }

    /** Replaces the proofs by this many new ones. Signs on all processors that this process may use. */
    public void sign(int count, Instant now) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (int done = 0; done < count; done += PART) {
                for (String proof : IntStream.range(done, Math.min(count, done + PART))
                        .parallel()
                        .mapToObj(index -> proof(index % KEYS, now))
                        .toList()) {
                    out.write(proof);
                    out.write('\n');
                }
            }
        }
    }

    private String proof(int key, Instant now) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("jti", Secrets.generateId());
        claims.put("htm", "POST");
        claims.put("htu", endpoint.toString());
        claims.put("iat", now.getEpochSecond());
        String signingInput = headers.get(key) + '.' + encoded(claims);
        byte[] signature = keys.get(key).sign(signingInput.getBytes(StandardCharsets.US_ASCII));
        return signingInput + '.' + Base64Url.encode(signature);
    }

    private static String header(SigningKey key) {
        var header = new LinkedHashMap<String, Object>();
        header.put("typ", "dpop+jwt");
        header.put("alg", key.algorithm().value());
        header.put("jwk", key.verificationKey().parameters().members());
        return encoded(header);
    }

    private static String encoded(Map<String, Object> members) {
        return Base64Url.encode(JsonText.write(members));
    }
}
