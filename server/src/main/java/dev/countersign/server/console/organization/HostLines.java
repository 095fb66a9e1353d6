package dev.countersign.server.console.organization;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The host names of an organization as lines of a form: a name, or a name and its two files, separated by commas. */
final class HostLines {
    /** The field of a form. */
    static final String FIELD = "/hosts";

    private HostLines() {}

    static String of(Organization organization) {
        return String.join(
                "\n", organization.hosts().stream().map(HostLines::line).toList());
    }

    private static String line(OrganizationHost host) {
        return host.certificate()
                .map(files -> "%s, %s, %s".formatted(host.name(), files.file(), files.keyFile()))
                .orElse(host.name());
    }

    /** The member that a form stands for. */
    static List<Map<String, Object>> read(Form form) {
        return form.lines(FIELD).stream().map(HostLines::host).toList();
    }

    private static Map<String, Object> host(String line) {
        String[] parts = line.split(",", 3);
        Map<String, Object> host = new LinkedHashMap<>();
        host.put(OrganizationHost.NAME, parts[0].strip());
        host.put(OrganizationHost.CERTIFICATE_FILE, part(parts, 1));
        host.put(OrganizationHost.KEY_FILE, part(parts, 2));
        return host;
    }

    private static Object part(String[] parts, int index) {
        return index < parts.length && !parts[index].isBlank() ? parts[index].strip() : JsonNull.NULL;
    }
}
