package dev.countersign.server.registry.field;

import java.util.HashMap;
import java.util.Map;

/** Values by their rows, from which a resource is created. */
public final class FieldValues {
    private final Map<String, Object> values = new HashMap<>();

    public <V> void put(Field<?, ?, V> field, V value) {
        values.put(field.pointer(), value);
    }

    /**
     * The value of a row.
     *
     * @throws IllegalStateException when it was not set
     */
    @SuppressWarnings("unchecked") // put accepts values of the row's type only
    public <V> V get(Field<?, ?, V> field) {
        Object value = values.get(field.pointer());
        if (value == null) {
            throw new IllegalStateException("there is no value of " + field.pointer());
        }
        return (V) value;
    }
}
