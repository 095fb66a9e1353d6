import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The hashes in the SBOM of the packages: a jar that was packed anew has that of the packed file, not that of the registry's. */
class PackedHashes {
    public static void main(String... arguments) throws GeneralSecurityException, IOException {
        Path file = Path.of(arguments[0]);
        Path jars = Path.of(arguments[1]);
        var mapper = JsonMapper.shared();
        JsonNode sbom = mapper.readTree(file.toFile());
        for (JsonNode component : sbom.path("components")) {
            if (component.path("hashes").isEmpty()) {
                continue;
            }
            for (Path jar : jarsOf(component, jars)) {
                String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
                if (component.path("hashes").valueStream().noneMatch(each -> hash.equals(each.path("content").asString()))) {
                    ((ObjectNode) component).putArray("hashes").addObject().put("alg", "SHA-256").put("content", hash);
                }
            }
        }
        Files.writeString(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(sbom) + "\n");
    }

    /** None, if it is not packed; its name may have a classifier at its end. */
    private static List<Path> jarsOf(JsonNode component, Path folder) throws IOException {
        String name = component.path("name").asString() + "-" + component.path("version").asString();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(jar -> jar.getFileName().toString().replace("-linux-x86_64", "").equals(name + ".jar"))
                    .toList();
        }
    }
}
