package dev.countersign.server.console.form;

import dev.countersign.core.jose.certificate.PrivateKeys;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of a submitted form: the values of each field in order, and the files. An empty value counts as a value. */
public record Form(Map<String, List<String>> values, Map<String, List<Upload>> files) {
    /** The form of a page that was not submitted. */
    public static final Form EMPTY = new Form(Map.of(), Map.of());

    public Form {
        values = UnmodifiableCopies.of(values);
        files = UnmodifiableCopies.of(files);
    }

    /** The first value of a field, trimmed; empty when it is blank. */
    public Optional<String> text(String name) {
        return all(name).stream().findFirst().map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The first value of a field exactly as typed, for passwords. */
    public String exact(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    /** Whether a box is checked, or a button of this name was pressed. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** All values of a field. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The non-blank lines of a text area. */
    public List<String> lines(String name) {
        return all(name).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The files of a field; an unused field has none. */
    public List<Upload> uploads(String name) {
        return files.getOrDefault(name, List.of());
    }

    /** The same form with another value in one field. */
    public Form with(String name, String value) {
        var changed = new LinkedHashMap<>(values);
        changed.put(name, List.of(value));
        return new Form(changed, files);
    }

    /** The same form without the values that may contain a private key; such a value is never displayed again. */
    public Form withoutPrivateKeys() {
        var shown = new LinkedHashMap<String, List<String>>();
        values.forEach((name, all) -> shown.put(
                name,
                all.stream()
                        .map(value -> PrivateKeys.mayBeIn(value) ? "" : value)
                        .toList()));
        return new Form(shown, files);
    }

    /** The names of the fields, never their values. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
