package dev.countersign.server.config.setting;

import dev.countersign.base.text.FailureText;
import dev.countersign.base.text.NearestName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** {@code deployment.toml}: the value of each known key, and the problems of the rest. */
public final class DeploymentFile {
    private final Path path;
    private final List<ConfigurationProblem> problems;
    private final Map<String, Given> given = new LinkedHashMap<>();
    private KeyLines lines = KeyLines.of("");

    private DeploymentFile(Path path, List<ConfigurationProblem> problems) {
        this.path = path;
        this.problems = problems;
    }

    /** The values by key. A missing file gives none. */
    public static Map<String, Given> read(Path path, List<ConfigurationProblem> problems) {
        var file = new DeploymentFile(path, problems);
        try {
            file.parse(withoutMark(Files.readString(path)));
        } catch (NoSuchFileException absent) {
            return Map.of();
        } catch (CharacterCodingException notText) {
            problems.add(ConfigurationProblem.of(new Origin.File(path, 0), "", "the file is not UTF-8 text"));
        } catch (IOException unreadable) {
            problems.add(ConfigurationProblem.of(
                    new Origin.File(path, 0), "", "the file cannot be read: " + FailureText.of(unreadable)));
        }
        return file.given;
    }

    /** Removes the byte order mark that some editors write before UTF-8. */
    private static String withoutMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private void parse(String toml) {
        lines = KeyLines.of(toml);
        JsonNode root;
        try {
            root = new TomlMapper().readTree(toml);
        } catch (JacksonException notToml) {
            // The parser's message may quote the line, which may contain a password.
            problems.add(ConfigurationProblem.of(
                    new Origin.File(path, notToml.getLocation().getLineNr()),
                    "",
                    "this is not TOML (text stands between quotes, and no key may be given twice); column "
                            + notToml.getLocation().getColumnNr()));
            return;
        }
        table(List.of(), root);
    }

    private void table(List<String> at, JsonNode table) {
        table.properties().forEach(entry -> {
            var inner = Stream.concat(at.stream(), Stream.of(entry.getKey())).toList();
            member(inner, entry.getValue());
        });
    }

    private void member(List<String> at, JsonNode value) {
        var key = String.join(".", at);
        boolean holdsSettings =
                SettingTable.sections().stream().anyMatch(section -> (section + ".").startsWith(key + "."));
        if (SettingTable.find(key).isPresent()) {
            given.put(key, new Given(raw(value), origin(at)));
        } else if (holdsSettings && value.isObject()) {
            table(at, value);
        } else if (holdsSettings) {
            problems.add(ConfigurationProblem.of(origin(at), key, "expected a table, [%s]".formatted(key)));
        } else if (value.isObject()) {
            problems.add(new ConfigurationProblem(
                    origin(at),
                    key,
                    "there is no table of this name",
                    NearestName.among(SettingTable.sections(), key).map("[%s]"::formatted)));
        } else {
            problems.add(
                    new ConfigurationProblem(origin(at), key, "there is no setting of this name", nearestSetting(at)));
        }
    }

    /** Prefers a key of the same table to one of another table. */
    private static Optional<String> nearestSetting(List<String> at) {
        var section = String.join(".", at.subList(0, at.size() - 1));
        var sameName = SettingTable.ALL.stream()
                .filter(setting -> setting.name().equals(at.getLast()))
                .map(Setting::key)
                .findFirst();
        var neighbours = SettingTable.ALL.stream()
                .filter(setting -> setting.section().equals(section))
                .map(Setting::name)
                .toList();
        return sameName.or(() -> NearestName.among(neighbours, at.getLast()).map(name -> section + "." + name))
                .or(() -> section.isEmpty() ? nearestName(at.getLast()) : Optional.empty())
                .or(() -> NearestName.among(
                        SettingTable.ALL.stream().map(Setting::key).toList(), String.join(".", at)));
    }

    /** A key outside all tables may belong to any of them. */
    private static Optional<String> nearestName(String written) {
        var names = SettingTable.ALL.stream().map(Setting::name).toList();
        return NearestName.among(names, written)
                .map(name -> SettingTable.ALL.get(names.indexOf(name)).key());
    }

    private Origin origin(List<String> at) {
        return new Origin.File(path, lines.of(at));
    }

    private static Raw raw(JsonNode value) {
        if (value.isValueNode()) {
            return new Raw.Text(value.asString());
        }
        var elements = new ArrayList<String>();
        for (JsonNode element : value) {
            if (!element.isValueNode()) {
                return new Raw.Structure();
            }
            elements.add(element.asString());
        }
        return value.isArray() ? new Raw.Elements(elements) : new Raw.Structure();
    }
}
