package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages of the code, held to the tables of {@code docs/architecture.md}. */
class ArchitectureTest {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(place -> !place.contains("/test-classes/") && !place.contains("-tests.jar"))
            .importPackages("dev.countersign.core", "dev.countersign.server");

    private static final Pattern ROW = Pattern.compile("\\| `([\\w/]+)` \\| .* \\|([^|]*)\\|");
    private static final Pattern NAME = Pattern.compile("`([\\w/]+)`");

    /** What each package of a module may import, by the table under the module's heading. */
    private static Map<String, Set<String>> table(String module) throws IOException {
        String page = Files.readString(SourceFile.project().resolve(Path.of("docs", "architecture.md")));
        String section = page.split("\n## " + module + "\n")[1].split("\n## ")[0];
        Map<String, Set<String>> imports = new TreeMap<>();
        section.lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> imports.put(
                        row.group(1),
                        NAME.matcher(row.group(2))
                                .results()
                                .map(name -> name.group(1))
                                .collect(Collectors.toSet())));
        return imports;
    }

    /** The packages of a module that its classes are in, or that classes of one package depend on, as the table names them. */
    private static Set<String> packages(String module, Stream<JavaClass> classes) {
        String prefix = "dev.countersign." + module + ".";
        return classes.map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()).replace('.', '/'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> importedBy(String module, String from) {
        String name = "dev.countersign." + module + "." + from.replace('/', '.');
        Set<String> imported = packages(
                module,
                PRODUCTION.stream()
                        .filter(type -> type.getPackageName().equals(name))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(Dependency::getTargetClass));
        imported.remove(from);
        return imported;
    }

    /** A name on the map stands for the package and for those under it. */
    private static boolean standsFor(String listed, String name) {
        return name.equals(listed) || name.startsWith(listed + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "server"})
    void everyPackageIsOnTheMap(String module) throws IOException {
        assertThat(table(module).keySet()).isEqualTo(packages(module, PRODUCTION.stream()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "server"})
    void noPackageImportsWhatTheMapDoesNotList(String module) throws IOException {
        table(module)
                .forEach((from, allowed) -> assertThat(importedBy(module, from))
                        .as("imports of " + from)
                        .allMatch(name -> allowed.stream().anyMatch(listed -> standsFor(listed, name))));
    }

    /** An arrow of the map that no class follows is one too many. */
    @ParameterizedTest
    @ValueSource(strings = "server")
    void everyImportOfTheMapIsNeeded(String module) throws IOException {
        table(module).forEach((from, allowed) -> {
            Set<String> used = importedBy(module, from);
            assertThat(allowed)
                    .as("imports of " + from)
                    .allMatch(listed -> used.stream().anyMatch(name -> standsFor(listed, name)));
        });
    }
}
