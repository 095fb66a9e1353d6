package dev.countersign.bench.server;

import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Program;
import dev.countersign.core.jose.json.JsonText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * node-oidc-provider with a JWT bearer grant of the benchmark ({@code bench/src/main/node}). It keeps everything in
 * memory: redeemed assertions are lost with the process, and issued tokens are not recorded.
 */
public final class OidcProvider {
    private static final List<String> SOURCES = List.of("package.json", "provider.js");
    private static final Duration LONGEST_INSTALLATION = Duration.ofMinutes(5);

    private OidcProvider() {}

    /**
     * Installs the packages of {@code package.json} by npm.
     *
     * @return the folder with the program
     */
    static Path prepared(Folders folders) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(folders.oidcProvider());
        for (String source : SOURCES) {
            Files.copy(
                    folders.nodePrograms().resolve(source),
                    folder.resolve(source),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        var npm = List.of("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
        new Program(npm, Map.of(), folder).run(LONGEST_INSTALLATION);
        return folder;
    }

    /** Starts one with an empty memory. */
    static ServerUnderLoad start(Path folder, URI jwksUrl, String processors) throws IOException, InterruptedException {
        int port = BenchServer.freePort();
        var clients = new LinkedHashMap<String, Object>();
        Installation.ALGORITHMS.forEach(algorithm -> clients.put(Installation.clientId(algorithm), algorithm.value()));
        Map<String, Object> settings = Map.of(
                "issuer",
                BenchIssuer.ISSUER,
                "jwksUrl",
                jwksUrl.toString(),
                "secret",
                Installation.SECRET,
                "clients",
                clients);
        var words = List.of(
                "node",
                "provider.js",
                String.valueOf(port),
                BenchIssuer.AUDIENCE,
                new String(JsonText.write(settings), StandardCharsets.UTF_8));
        // "production" is the mode of its web framework without development aids
        var program = new Program(words, Map.of("NODE_ENV", "production"), folder).on(processors);
        Path collections = Files.writeString(folder.resolve("collections.txt"), "");
        var process = BenchServer.start(
                program, folder.resolve("output.txt"), address(port, "/.well-known/openid-configuration"));
        return new MeasuredPeer("node-oidc-provider", process, address(port, "/token"), collections);
    }

    private static URI address(int port, String path) {
        return URI.create("http://127.0.0.1:%s%s".formatted(port, path));
    }
}
