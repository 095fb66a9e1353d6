package dev.countersign.e2e;

import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client, curl, that reaches a server on this machine by any host name and trusts the certificates in one file.
 *
 * @param port with TLS
 */
record HostClient(int port, Path trusted) {

    static HostClient of(int port, Path trusted) {
        InstalledProgram.orSkip("curl", InstalledProgram.onPath("curl"));
        return new HostClient(port, trusted);
    }

    /**
     * A response, or the reason why there is none.
     *
     * @param exit the status of curl: 0 for a response of any status, 35 for a failed handshake, 60 for a certificate that
     *     is not trusted or not that of the host
     * @param version of HTTP
     */
    record Seen(int exit, int status, String version, String body) {
        static final int HANDSHAKE_FAILED = 35;
        static final int NOT_TRUSTED = 60;

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        String text(String member) {
            return json().path(member).asString("");
        }
    }

    Seen get(String host, String path) {
        return send(host, path);
    }

    /** The host in the request is another one than in the handshake. */
    Seen get(String inHandshake, String inRequest, String path) {
        return send(inHandshake, path, "-H", "Host: " + inRequest);
    }

    /** Sends a request with further options of curl. */
    Seen send(String host, String path, String... options) {
        var command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "--path-as-is",
                "--max-time",
                "30",
                "--noproxy",
                "*",
                "--cacert",
                trusted.toString(),
                "--resolve",
                "%s:%s:127.0.0.1".formatted(host, port),
                "-w",
                "\n%{http_version} %{http_code}",
                "https://%s:%s%s".formatted(host, port, path)));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("curl did not end");
            }
            int end = output.lastIndexOf('\n');
            String[] last = output.substring(end + 1).split(" ", -1);
            return new Seen(process.exitValue(), Integer.parseInt(last[1]), last[0], output.substring(0, end));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
