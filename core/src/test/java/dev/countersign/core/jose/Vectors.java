package dev.countersign.core.jose;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;

/** The published test vectors in {@code src/test/resources/vectors}, read with an independent reader. */
final class Vectors {
    private Vectors() {}

    static Map<String, Object> read(String path) {
        try (var in = Vectors.class.getResourceAsStream("/vectors/" + path)) {
            return JSONObjectUtils.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException(path, e);
        }
    }

    @SuppressWarnings("unchecked") // a list of objects by the schema of the vectors
    static List<Map<String, Object>> objects(Map<String, Object> parent, String name) {
        return (List<Map<String, Object>>) parent.get(name);
    }

    @SuppressWarnings("unchecked") // an object by the schema of the vectors
    static Map<String, Object> object(Map<String, Object> parent, String name) {
        return (Map<String, Object>) parent.get(name);
    }

    static String text(Map<String, Object> parent, String name) {
        return (String) parent.get(name);
    }
}
