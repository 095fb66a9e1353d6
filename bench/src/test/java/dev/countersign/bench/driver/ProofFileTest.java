package dev.countersign.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofFileTest {
    private static final URI ENDPOINT = URI.create(SampleServer.ISSUER + "/oauth2/token");

    @TempDir
    private Path folder;

    @Test
    void holdsProofsThatAreAcceptedEachOnce() throws Exception {
        var endpoint = SampleEndpoint.ordinary();
        var file = new ProofFile(folder.resolve("proofs.txt"), ENDPOINT);

        file.sign(ProofFile.KEYS + 1, endpoint.clock.instant());

        var proofs = Files.readAllLines(file.path());
        assertThat(proofs).hasSize(ProofFile.KEYS + 1).doesNotHaveDuplicates();
        for (int i = 0; i < proofs.size(); i++) {
            var assertion = endpoint.assertion().with("jti", "jti-" + i);
            assertThat(SampleEndpoint.token(endpoint.exchange(assertion, proofs.get(i)))
                            .token()
                            .confirmation()
                            .tokenType())
                    .isEqualTo("DPoP");
        }
    }

    @Test
    void replacesTheProofsOfBefore() throws Exception {
        var file = new ProofFile(folder.resolve("proofs.txt"), ENDPOINT);
        var now = SampleEndpoint.ordinary().clock.instant();
        file.sign(2, now);
        var first = Files.readAllLines(file.path());

        file.sign(1, now);

        assertThat(Files.readAllLines(file.path())).hasSize(1).doesNotContainAnyElementsOf(first);
    }
}
