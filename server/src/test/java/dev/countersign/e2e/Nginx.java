package dev.countersign.e2e;

import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Debian's nginx with one of the shipped configurations, directed at servers of this machine. */
final class Nginx implements AutoCloseable {
    private static final long READY_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Process process;
    private final Path log;

    private Nginx(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** The text of a file under {@code deploy}, with each of these texts, which must stand there, replaced. */
    static String shipped(String file, Map<String, String> replacements) {
        try {
            String text = Files.readString(Path.of("..", "deploy", file));
            for (var replacement : replacements.entrySet()) {
                if (!text.contains(replacement.getKey())) {
                    throw new AssertionError(file + " has no " + replacement.getKey());
                }
                text = text.replace(replacement.getKey(), replacement.getValue());
            }
            return text;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Starts the reverse proxy of the compose file. TLS alone is taken out of it.
     *
     * @param folder an empty one
     * @param node the port of what stands for both nodes
     */
    static Nginx startReverseProxy(Path folder, int port, int node) {
        var replacements = new LinkedHashMap<String, String>();
        replacements.put("/tmp/", folder + "/");
        replacements.put("server node-1:8080", "server 127.0.0.1:" + node);
        replacements.put("server node-2:8080", "server 127.0.0.1:" + node);
        replacements.put("listen 8443 ssl http2;", "listen %1$d; listen [::1]:%1$d;".formatted(port));
        replacements.put("ssl_certificate     /etc/nginx/tls/certificate.pem;", "");
        replacements.put("ssl_certificate_key /etc/nginx/tls/private-key.pem;", "");
        replacements.put("access_log /dev/stdout;", "access_log off;");
        replacements.put("error_log /dev/stderr warn;", "error_log stderr warn;");
        return start(folder, shipped("compose/nginx.conf", replacements), port);
    }

    /** A complete configuration around servers of the {@code http} block. */
    static String around(Path folder, String servers) {
        Path module = InstalledProgram.orSkip(
                "libnginx-mod-http-js",
                "/usr/lib/nginx/modules/ngx_http_js_module.so",
                "/usr/share/nginx/modules/ngx_http_js_module.so");
        return """
                load_module %1$s;
                pid %2$s/nginx.pid;
                error_log stderr warn;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %2$s/body;
                    proxy_temp_path %2$s/proxy;
                    fastcgi_temp_path %2$s/fastcgi;
                    uwsgi_temp_path %2$s/uwsgi;
                    scgi_temp_path %2$s/scgi;
                    %3$s
                }
                """.formatted(module, folder, servers);
    }

    /** Starts it, and returns when its port takes connections. */
    static Nginx start(Path folder, String configuration, int port) {
        Path program = InstalledProgram.orSkip("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx");
        try {
            Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
            Path log = folder.resolve("nginx.log");
            var process = new ProcessBuilder(
                            program.toString(), "-p", folder.toString(), "-c", file.toString(), "-g", "daemon off;")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var nginx = new Nginx(process, log);
            nginx.await(port);
            return nginx;
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    private void await(int port) throws IOException {
        long deadline = System.nanoTime() + READY_WITHIN_NANOS;
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new AssertionError("nginx did not start:\n" + Files.readString(log), notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
