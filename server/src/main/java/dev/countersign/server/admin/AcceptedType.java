package dev.countersign.server.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A media range of an {@code Accept} field (RFC 9110 §12.5.1).
 *
 * @param range in lower case, without parameters
 * @param quality 0 to 1
 */
record AcceptedType(String range, double quality) {

    /** The ranges of these fields; a range whose quality cannot be read counts as not accepted. */
    static List<AcceptedType> of(List<String> fields) {
        return fields.stream()
                .flatMap(field -> Arrays.stream(field.split(",", -1)))
                .map(AcceptedType::read)
                .toList();
    }

    private static AcceptedType read(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split(";", -1);
        double quality = 1;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                String value = parameter.substring(2);
                quality = value.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(value) : 0;
            }
        }
        return new AcceptedType(parts[0].strip(), quality);
    }

    boolean isNamed(String type) {
        return range.equals(type);
    }

    /** Whether the range includes this type, by name or by a wildcard. */
    boolean covers(String type) {
        return range.equals(type)
                || range.equals("*/*")
                || range.equals(type.substring(0, type.indexOf('/') + 1) + "*");
    }
}
