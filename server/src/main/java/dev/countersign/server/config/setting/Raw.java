package dev.countersign.server.config.setting;

import dev.countersign.base.text.UrlSecrets;
import java.util.List;

/**
 * A configured value as it was written. Numbers and booleans are kept as text, because they may be written as text too.
 */
public sealed interface Raw {

    /** The text as quoted in a problem. */
    String shown();

    /** A single value. */
    record Text(String value) implements Raw {
        @Override
        public String shown() {
            return '"' + UrlSecrets.removed(value) + '"';
        }
    }

    /** An array of single values. */
    record Elements(List<String> values) implements Raw {
        public Elements {
            values = List.copyOf(values);
        }

        @Override
        public String shown() {
            return UrlSecrets.removed(values.toString());
        }
    }

    /** Element that is never the value of a setting: a table, or an array of more than single values. */
    record Structure() implements Raw {
        @Override
        public String shown() {
            return "a table";
        }
    }
}
