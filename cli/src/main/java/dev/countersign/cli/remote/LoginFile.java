package dev.countersign.cli.remote;

import dev.countersign.base.file.OwnerOnlyFile;
import dev.countersign.base.text.FailureText;
import dev.countersign.base.text.OrganizationSlug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The file with the login in the user's configuration folder, readable by its owner only. */
public final class LoginFile {
    private static final String URL = "url";
    private static final String ORGANIZATION = "organization";
    private static final String TOKEN = "token";

    private final Path path;

    private LoginFile(Path path) {
        this.path = path;
    }

    /**
     * The file in {@code $XDG_CONFIG_HOME/countersign}, otherwise in {@code ~/.config/countersign}.
     *
     * @return empty when the user of this process has no home folder
     */
    public static Optional<LoginFile> of(Map<String, String> environment, String userHome) {
        return folder(environment, userHome)
                .map(folder -> new LoginFile(folder.resolve("countersign").resolve("login.json")));
    }

    private static Optional<Path> folder(Map<String, String> environment, String userHome) {
        try {
            // the XDG base directory specification requires relative paths to be ignored
            return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                    .filter(name -> !name.isEmpty())
                    .map(Path::of)
                    .filter(Path::isAbsolute)
                    .or(() -> Optional.of(userHome)
                            // the value in Java for a user without an entry in the list of users
                            .filter(home -> !home.isBlank() && !home.equals("?"))
                            .map(home -> Path.of(home, ".config")));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    public Path path() {
        return path;
    }

    /** The stored login; empty when there is none. */
    public Optional<Login> read() throws CallFailedException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            JsonNode json = RemoteJson.read(Files.readAllBytes(path));
            return Optional.of(new Login(
                    url(json),
                    credentials(json),
                    Optional.of(json.path("cacert").asString("")).filter(file -> !file.isEmpty())));
        } catch (IOException unreadable) {
            throw CallFailedException.configuration(
                    "The stored login %s cannot be read: %s".formatted(path, FailureText.of(unreadable)));
        } catch (RemoteJson.UnreadableException damaged) {
            throw CallFailedException.configuration(
                    "The stored login %s is damaged; countersign login makes a new one.".formatted(path));
        }
    }

    private ApiCredentials credentials(JsonNode json) throws RemoteJson.UnreadableException {
        return json.has(TOKEN)
                ? new TokenCredentials(text(json, TOKEN))
                : new Credentials(text(json, "client_id"), text(json, "client_secret"));
    }

    private ServerUrl url(JsonNode json) throws CallFailedException, RemoteJson.UnreadableException {
        ServerUrl server = ServerUrl.of(text(json, URL));
        if (!json.has(ORGANIZATION)) {
            return server;
        }
        String slug = text(json, ORGANIZATION);
        if (!OrganizationSlug.is(slug)) {
            throw new RemoteJson.UnreadableException("no slug");
        }
        return server.ofOrganization(slug);
    }

    private String text(JsonNode json, String member) throws RemoteJson.UnreadableException {
        String text = json.path(member).asString("");
        if (text.isEmpty()) {
            throw new RemoteJson.UnreadableException("no " + member);
        }
        return text;
    }

    /** Whether users other than its owner may read it. */
    public boolean isExposed() {
        return OwnerOnlyFile.isOpen(
                path, EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE));
    }

    /** Stores a login in place of the previous one. */
    public void write(Login login) throws CallFailedException {
        ObjectNode json = RemoteJson.object();
        json.put(URL, login.url().base());
        login.url().organization().ifPresent(slug -> json.put(ORGANIZATION, slug));
        switch (login.credentials()) {
            case TokenCredentials(String token) -> json.put(TOKEN, token);
            case Credentials(String clientId, String secret) ->
                json.put("client_id", clientId).put("client_secret", secret);
        }
        login.authorities().ifPresent(file -> json.put("cacert", file));
        // two commands may log in at the same time
        Path draft = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid());
        try {
            OwnerOnlyFile.createFolder(path.resolveSibling(""));
            Files.deleteIfExists(draft);
            try {
                OwnerOnlyFile.create(draft, RemoteJson.pretty(json));
                OwnerOnlyFile.move(draft, path);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException unwritable) {
            throw CallFailedException.cannotCreate(
                    "The login cannot be stored in %s: %s".formatted(path, FailureText.of(unwritable)));
        }
    }

    /** Deletes the login; returns whether there was one. */
    public boolean delete() throws CallFailedException {
        try {
            return Files.deleteIfExists(path);
        } catch (IOException refused) {
            throw CallFailedException.cannotCreate(
                    "The stored login %s cannot be deleted: %s".formatted(path, FailureText.of(refused)));
        }
    }
}
