package dev.countersign.e2e;

import dev.countersign.InstalledProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A client, openssl, that offers the session of its last connection for any host.
 *
 * @param session the file with the session
 */
record OpensslClient(int port, Path session) {

    static OpensslClient of(int port, Path session) {
        InstalledProgram.orSkip("openssl", InstalledProgram.onPath("openssl"));
        return new OpensslClient(port, session);
    }

    /** Whether the session was resumed for this host, and the status of a request to it. */
    record Connected(boolean resumed, String status) {}

    Connected connect(String host, String version) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                version,
                "-connect",
                "127.0.0.1:" + port,
                "-servername",
                host,
                "-sess_out",
                session.toString()));
        if (Files.exists(session)) {
            command.addAll(List.of("-sess_in", session.toString()));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        boolean resumed = false;
        String status = "";
        try (var request = process.outputWriter();
                var output = new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
            request.write("GET /health/live HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host));
            request.flush();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                resumed |= line.startsWith("Reused,");
                status = line.startsWith("HTTP/1.1 ") ? line : status;
            }
        }
        return new Connected(resumed, status);
    }
}
