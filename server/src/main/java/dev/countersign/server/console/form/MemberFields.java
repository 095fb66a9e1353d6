package dev.countersign.server.console.form;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.PairForm;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Fields of registered members, as declared by their table: converts the document of a resource to form fields, and a
 * form to a merge patch (RFC 7396).
 */
public final class MemberFields {
    private MemberFields() {}

    /** The field values of a document. */
    public static Map<String, List<String>> values(
            Collection<? extends Field<?, ?, ?>> fields, Map<String, Object> document) {
        var values = new LinkedHashMap<String, List<String>>();
        fields.forEach(field -> values.put(field.pointer(), shown(field, at(document, field.pointer()))));
        return values;
    }

    /** The text of a member of a document; empty for {@code null}. */
    public static String text(Map<String, Object> document, String pointer) {
        Object value = at(document, pointer);
        return value == JsonNull.NULL ? "" : value.toString();
    }

    private static Object at(Map<String, Object> document, String pointer) {
        Object value = document;
        for (String name : pointer.substring(1).split("/", -1)) {
            value = JsonValues.members(value).orElseThrow().getOrDefault(name, JsonNull.NULL);
        }
        return value;
    }

    private static List<String> shown(Field<?, ?, ?> field, Object value) {
        if (value == JsonNull.NULL) {
            return List.of("");
        }
        return switch (field.shape()) {
            case FLAG -> field.isNullable() || value.equals(true) ? List.of(value.toString()) : List.of();
            case TEXT, PARAGRAPH, CHOICE, SECONDS, NUMBER -> List.of(value.toString());
            case TEXTS, NAMES, CERTIFICATES -> List.of(joined(value, "\n"));
            case PAIRS -> List.of(lines(field.pairForm(), (List<?>) value));
            case WORDS -> List.of(joined(value, " "));
            case CHOICES -> texts(value);
            case OBJECT -> List.of(JsonText.text(JsonValues.members(value).orElseThrow()));
        };
    }

    private static String lines(PairForm form, List<?> objects) {
        return objects.stream()
                .map(object -> form.line(JsonValues.members(object).orElseThrow()))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> texts(Object value) {
        return ((List<?>) value).stream().map(String::valueOf).toList();
    }

    private static String joined(Object value, String separator) {
        return texts(value).stream().collect(Collectors.joining(separator));
    }

    /**
     * The merge patch of a form's fields. A field that was not submitted leaves its member unchanged; an unchecked
     * check box is not submitted.
     */
    public static Map<String, Object> patch(Collection<? extends Field<?, ?, ?>> fields, Form form) {
        var patch = new LinkedHashMap<String, Object>();
        for (Field<?, ?, ?> field : fields) {
            if (isCheckBox(field) || form.has(field.pointer())) {
                put(patch, field.pointer(), value(field, form));
            }
        }
        return patch;
    }

    private static boolean isCheckBox(Field<?, ?, ?> field) {
        return switch (field.shape()) {
            case FLAG -> !field.isNullable();
            case CHOICES -> true;
            default -> false;
        };
    }

    @SuppressWarnings("unchecked") // an object that was put by this method
    private static void put(Map<String, Object> patch, String pointer, Object value) {
        Map<String, Object> object = patch;
        String[] names = pointer.substring(1).split("/", -1);
        for (int i = 0; i < names.length - 1; i++) {
            object = (Map<String, Object>) object.computeIfAbsent(names[i], _ -> new LinkedHashMap<String, Object>());
        }
        object.put(names[names.length - 1], value);
    }

    /** Invalid text is left unchanged, so that the reader of the patch reports it. */
    private static Object value(Field<?, ?, ?> field, Form form) {
        String name = field.pointer();
        String text = form.text(name).orElse("");
        if (field.isNullable() && text.isEmpty()) {
            return JsonNull.NULL;
        }
        return switch (field.shape()) {
            case FLAG -> field.isNullable() ? (Object) text.equals("true") : form.has(name);
            case TEXT, PARAGRAPH, CHOICE -> text;
            case SECONDS, NUMBER -> Patches.number(text);
            case TEXTS, NAMES -> form.lines(name);
            case CERTIFICATES -> text.isEmpty() ? List.of() : List.of(text);
            case PAIRS ->
                form.lines(name).stream().map(field.pairForm()::object).toList();
            case WORDS -> Patches.words(text);
            case CHOICES -> form.all(name);
            case OBJECT -> Patches.object(text);
        };
    }
}
