package dev.countersign.server.organization;

import dev.countersign.core.jose.json.JsonNull;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A host name of an organization.
 *
 * @param name in lower case, without a dot at its end
 * @param certificate its TLS certificate; without one, the certificate of the server is presented
 */
public record OrganizationHost(String name, Optional<Certificate> certificate) {
    public static final String NAME = "name";
    public static final String CERTIFICATE_FILE = "certificate_file";
    public static final String KEY_FILE = "key_file";

    /**
     * A TLS certificate, as paths of files that are absolute or relative to the folder of the configuration.
     *
     * @param file with the certificate and its chain
     * @param keyFile with the private key
     */
    public record Certificate(String file, String keyFile) {}

    /** The host as JSON. */
    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put(NAME, name);
        document.put(CERTIFICATE_FILE, orNull(certificate.map(Certificate::file)));
        document.put(KEY_FILE, orNull(certificate.map(Certificate::keyFile)));
        return document;
    }

    private static Object orNull(Optional<String> text) {
        return text.<Object>map(file -> file).orElse(JsonNull.NULL);
    }
}
