package dev.countersign.e2e;

import dev.countersign.FreePort;
import dev.countersign.InstalledProgram;
import dev.countersign.core.fixtures.KeycloakDistribution;
import dev.countersign.e2e.Api.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Keycloak in a separate JVM, with one realm, two clients and one user. Maven fetches it, once in a build folder. */
final class KeycloakRealm implements AutoCloseable {
    static final String NAME = "staff";

    /** The client whose access tokens name the audience of the test. */
    static final String CLIENT = "robot";

    /** A client whose access tokens have the audiences that Keycloak gives by itself. */
    static final String OTHER_CLIENT = "other";

    /** The client for the sign-in to the console. */
    static final String CONSOLE_CLIENT = "console";

    static final String USERNAME = "alice";

    static final String SECRET = "secret-at-keycloak-of-many-characters";
    static final String PASSWORD = "password-at-keycloak";
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_EXPORT = Duration.ofMinutes(5);
    private static final String JVM_OPTIONS = "-Xmx384m -XX:TieredStopAtLevel=1";
    private static final String READY = "Listening on:";

    private static final String REALM = """
            {
              "realm": "staff",
              "enabled": true,
              "clients": [
                {
                  "clientId": "robot", "secret": "@SECRET@",
                  "serviceAccountsEnabled": true, "directAccessGrantsEnabled": true, "standardFlowEnabled": false,
                  "protocolMappers": [{
                    "name": "audience", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                    "config": {"included.custom.audience": "@AUDIENCE@", "access.token.claim": "true"}
                  }]
                },
                {
                  "clientId": "console", "secret": "@SECRET@", "standardFlowEnabled": true,
                  "redirectUris": ["@CONSOLE@/console/sign-in/oidc/callback"],
                  "attributes": {
                    "backchannel.logout.url": "@LOGOUT@",
                    "backchannel.logout.session.required": "true",
                    "post.logout.redirect.uris": "@CONSOLE@/console/sign-in"
                  }
                },
                {
                  "clientId": "other", "secret": "@SECRET@",
                  "serviceAccountsEnabled": true, "standardFlowEnabled": false
                }
              ],
              "users": [{
                "username": "alice", "enabled": true, "email": "alice@staff.example", "emailVerified": true,
                "firstName": "Alice", "lastName": "Staff", "credentials": [{"type": "password", "value": "@PASSWORD@"}]
              }]
            }""";

    private final KeycloakDistribution distribution;
    private final Process process;
    private final BufferedReader output;
    private final String url;
    private final String name;
    private final Thread atTheLatest;

    private KeycloakRealm(KeycloakDistribution distribution, Process process, String url, String name) {
        this.distribution = distribution;
        this.process = process;
        this.name = name;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.url = url;
        this.atTheLatest = new Thread(() -> kill(process));
        Runtime.getRuntime().addShutdownHook(atTheLatest);
    }

    /**
     * Starts one with an empty database, without waiting for it.
     *
     * @param port where it serves
     * @param server the audience of the access tokens of {@link #CLIENT}, and the console of {@link #CONSOLE_CLIENT}
     */
    static KeycloakRealm launch(int port, ServerProcess server) throws IOException, InterruptedException {
        return launch(
                NAME,
                port,
                REALM.replace("@AUDIENCE@", server.issuer())
                        .replace("@CONSOLE@", server.issuer())
                        .replace("@LOGOUT@", server.plainOrigin() + "/console/sign-in/oidc/backchannel-logout")
                        .replace("@SECRET@", SECRET)
                        .replace("@PASSWORD@", PASSWORD));
    }

    /** Starts one with another realm, without waiting for it. */
    static KeycloakRealm launch(String name, String realm) throws IOException, InterruptedException {
        return launch(name, FreePort.get(), realm);
    }

    private static KeycloakRealm launch(String name, int port, String realm) throws IOException, InterruptedException {
        InstalledProgram.orSkip("maven", InstalledProgram.onPath("mvn").isPresent());
        var distribution =
                KeycloakDistribution.prepare(Path.of("target", "keycloak").toAbsolutePath(), KeycloakRealm::run);
        distribution.reset(realm);
        String url = origin(port);
        Map<String, String> environment = new HashMap<>(KeycloakDistribution.environment());
        environment.put("JAVA_OPTS_APPEND", JVM_OPTIONS);
        return new KeycloakRealm(
                distribution,
                builder(distribution.start(port, url), environment, distribution.folder())
                        .start(),
                url,
                name);
    }

    private static String origin(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** The issuer of the realm of one that will serve at this port. */
    static String issuer(int port) {
        return origin(port) + "/realms/" + NAME;
    }

    private static ProcessBuilder builder(List<String> words, Map<String, String> environment, Path folder) {
        var builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static void run(List<String> words, Map<String, String> environment, Path folder, Duration patience)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = builder(words, environment, folder)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            kill(process);
            throw new AssertionError(words + " failed:\n" + Files.readString(output));
        }
        Files.delete(output);
    }

    /** Waits until it serves; what it prints after that is read and not kept. */
    void awaitReady() throws Exception {
        CompletableFuture.runAsync(this::readUntilReady).get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
    }

    private void readUntilReady() {
        var printed = new StringBuilder();
        boolean ready =
                output.lines().peek(line -> printed.append(line).append('\n')).anyMatch(line -> line.contains(READY));
        if (!ready) {
            throw new AssertionError("Keycloak does not serve:\n" + printed);
        }
    }

    /** The URL of all its realms. */
    String url() {
        return url;
    }

    String issuer() {
        return url + "/realms/" + name;
    }

    /** A new access token of the service account of a client. */
    String accessToken(String client) throws Exception {
        return token(client, Map.of("grant_type", "client_credentials")).text("access_token");
    }

    /** A new ID token of alice at {@link #CLIENT}. */
    String idToken() throws Exception {
        return token(
                        CLIENT,
                        Map.of("grant_type", "password", "username", "alice", "password", PASSWORD, "scope", "openid"))
                .text("id_token");
    }

    private Answer token(String client, Map<String, String> parameters) throws Exception {
        Map<String, String> form = new HashMap<>(parameters);
        form.put("client_id", client);
        form.put("client_secret", SECRET);
        Answer answer = send(form);
        if (answer.status() != 200) {
            throw new AssertionError("Keycloak answers " + answer.status() + " " + answer.json());
        }
        return answer;
    }

    /** Sends a form to the token endpoint. */
    Answer send(Map<String, String> form) throws Exception {
        return new Api(url).form("/realms/" + name + "/protocol/openid-connect/token", Optional.empty(), form);
    }

    /** Stops it, and writes the realm with its users to a file. */
    void stopAndExport(Path file) throws IOException, InterruptedException {
        close();
        Map<String, String> environment = new HashMap<>(KeycloakDistribution.environment());
        environment.put("JAVA_OPTS_APPEND", JVM_OPTIONS);
        run(distribution.export(name, file), environment, distribution.folder(), LONGEST_EXPORT);
    }

    /** Ends the script, and the JVM that is its child. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        Runtime.getRuntime().removeShutdownHook(atTheLatest);
        kill(process);
        process.onExit().join();
    }
}
