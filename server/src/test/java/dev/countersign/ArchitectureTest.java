package dev.countersign;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages of the code, held to the tables of {@code docs/architecture.md}. */
class ArchitectureTest {
    private static final String ROOT = "dev.countersign.";
    private static final int MOST_FILES = 25;

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(place -> !place.contains("/test-classes/") && !place.contains("-tests.jar"))
            .importPackages(
                    "dev.countersign.base", "dev.countersign.core", "dev.countersign.cli", "dev.countersign.server");

    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| .* \\|([^|]*)\\|");
    private static final Pattern MODULES = Pattern.compile("Every package may import (.*?)\\.");
    private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");

    /** The part of the page about a module. */
    private static String section(String module) throws IOException {
        String page = Files.readString(SourceFile.project().resolve(Path.of("docs", "architecture.md")));
        return page.split("\n## " + module + "\n")[1].split("\n## ")[0];
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(name -> name.group(1)).collect(Collectors.toSet());
    }

    /** What each package of a module may import, by the table under the module's heading. */
    private static Map<String, Set<String>> table(String module) throws IOException {
        Map<String, Set<String>> imports = new TreeMap<>();
        section(module)
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> imports.put(row.group(1), names(row.group(2))));
        return imports;
    }

    /** The modules that every package of a module may import, by the sentence over the table. */
    private static Set<String> modules(String module) throws IOException {
        return MODULES.matcher(section(module))
                .results()
                .flatMap(sentence -> names(sentence.group(1)).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> packages(String module) {
        String prefix = ROOT + module + ".";
        return PRODUCTION.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a package imports beside those modules, as the table names it: the package, with its module if that is another. */
    private static Set<String> imports(String module, String from, Predicate<String> named) {
        String own = ROOT + module + ".";
        return PRODUCTION.stream()
                .filter(type -> type.getPackageName().equals(own + from))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .filter(name -> name.startsWith(ROOT) && !name.equals(own + from))
                .map(name -> name.startsWith(own) ? name.substring(own.length()) : name.substring(ROOT.length()))
                .filter(named)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "core", "cli", "server"})
    void everyPackageIsOnTheMap(String module) throws IOException {
        assertThat(table(module).keySet()).isEqualTo(packages(module));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "core", "cli", "server"})
    void noPackageImportsWhatTheMapDoesNotList(String module) throws IOException {
        Set<String> modules = modules(module);
        table(module)
                .forEach((from, allowed) -> assertThat(
                                imports(module, from, name -> !modules.contains(name.split("\\.")[0])))
                        .as("imports of %s.%s", module, from)
                        .isSubsetOf(allowed));
    }

    /** An arrow of the map that no class follows is one too many. */
    @ParameterizedTest
    @ValueSource(strings = {"base", "cli", "server"})
    void everyImportOfTheMapIsNeeded(String module) throws IOException {
        table(module)
                .forEach((from, allowed) -> assertThat(imports(module, from, _ -> true))
                        .as("imports of %s.%s", module, from)
                        .containsAll(allowed));
    }

    /** With the root packages, which no row describes. */
    @ParameterizedTest
    @CsvSource({"base, core cli server", "core, base cli server", "cli, server"})
    void noModuleImportsThoseAboveIt(String module, String above) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of(above.split(" "))
                        .map(name -> ROOT + name + "..")
                        .toArray(String[]::new))
                .check(PRODUCTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "cli"})
    void packagesStaySmall(String module) {
        Map<Path, List<SourceFile>> folders = SourceFile.all().stream()
                .filter(SourceFile::isShipped)
                .filter(file -> file.path().startsWith(SourceFile.project().resolve(module)))
                .collect(Collectors.groupingBy(file -> file.path().getParent()));
        assertThat(folders).isNotEmpty();
        folders.forEach(
                (folder, files) -> assertThat(files).as(folder.toString()).hasSizeLessThanOrEqualTo(MOST_FILES));
    }
}
