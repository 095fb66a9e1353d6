package dev.countersign.server.console;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
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

    private final Map<String, Asset> byName;

    private Assets(Map<String, Asset> byName) {
        this.byName = UnmodifiableCopies.of(byName);
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
        assets.put("icon.svg", asset(OURS + "icon.svg", "image/svg+xml"));
        assets.put("htmx.js", asset(HTMX, "text/javascript;charset=UTF-8"));
        return new Assets(assets);
    }

    /** The path of a file, below the root of the console. */
    String path(String name) {
        Asset asset = Optional.ofNullable(byName.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no such asset: " + name));
        return "/assets/" + asset.hash + "/" + name;
    }

    /** Sends the file with these path segments; returns whether it exists. */
    boolean send(List<String> segments, ServerResponse response) {
        if (segments.size() != 3 || !segments.getFirst().equals("assets")) {
            return false;
        }
        Optional<Asset> asset =
                Optional.ofNullable(byName.get(segments.get(2))).filter(found -> found.hash.equals(segments.get(1)));
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
