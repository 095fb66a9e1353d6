package dev.countersign.server.console;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The files that a browser loads for the pages. Each path contains a hash of the content, so that browsers cache a file
 * permanently and never combine an old one with a new page.
 */
final class Assets {
    private static final String OURS = "/console/";
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/" + htmxVersion() + "/dist/htmx.min.js";
    private static final Header FOR_GOOD = new Header("Cache-Control", "public, max-age=31536000, immutable");
    private static final int SHORT_HASH = 16;

    private final Map<String, String> pathByName;
    private final Map<String, Asset> byPath;

    private Assets(Map<String, Asset> byName) {
        var paths = new HashMap<String, String>();
        var found = new HashMap<String, Asset>();
        byName.forEach((name, asset) -> {
            String path = "/assets/" + asset.hash + "/" + name;
            paths.put(name, path);
            found.put(path, asset);
        });
        this.pathByName = UnmodifiableCopies.of(paths);
        this.byPath = UnmodifiableCopies.of(found);
    }

    private static final class Asset {
        private final String type;
        private final String hash;
        private final byte[] content;

        Asset(String type, byte[] content) {
            this.type = type;
            this.hash = Sha256.of(content).hex().substring(0, SHORT_HASH);
            this.content = content;
        }
    }

    /** Reads all files. */
    static Assets load() {
        var assets = new HashMap<String, Asset>();
        assets.put("console.css", asset(OURS + "console.css", "text/css;charset=UTF-8"));
        assets.put("console.js", asset(OURS + "console.js", "text/javascript;charset=UTF-8"));
        assets.put("passkey.js", asset(OURS + "passkey.js", "text/javascript;charset=UTF-8"));
        assets.put("icon.svg", asset(OURS + "icon.svg", "image/svg+xml"));
        assets.put("htmx.js", asset(HTMX, "text/javascript;charset=UTF-8"));
        return new Assets(assets);
    }

    /** The path of a file, below the root of the console. */
    String path(String name) {
        return Optional.ofNullable(pathByName.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no such asset: " + name));
    }

    /** Whether there is a file at this path below the root of the console. */
    boolean has(String path) {
        return byPath.containsKey(path);
    }

    /** Sends the file at this path below the root of the console; returns whether it exists. */
    boolean send(String path, ServerResponse response) {
        Optional<Asset> asset = Optional.ofNullable(byPath.get(path));
        asset.ifPresent(found -> response.header(new Header("Content-Type", found.type))
                .header(FOR_GOOD)
                .send(found.content));
        return asset.isPresent();
    }

    private static Asset asset(String resource, String type) {
        return new Asset(type, read(resource));
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + resource);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String htmxVersion() {
        var properties = new Properties();
        try (InputStream in =
                Assets.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/htmx.org/pom.properties")) {
            if (in == null) {
                throw new IllegalStateException("the build left out htmx");
            }
            properties.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version");
    }
}
