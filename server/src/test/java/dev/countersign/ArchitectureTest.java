package dev.countersign;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparison of the packages of the code with the tables of {@code docs/architecture.md}. */
class ArchitectureTest {
    private static final String ROOT = "dev.countersign.";
    private static final int MOST_FILES = 25;

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
            .importPackages(
                    "dev.countersign.base", "dev.countersign.core", "dev.countersign.cli", "dev.countersign.server");

    private static final Pattern ROW = Pattern.compile("\\| `([\\w/]+)` \\| .* \\|([^|]*)\\|");
    private static final Pattern MODULES = Pattern.compile("Every package may import (.*?)\\.");
    private static final Pattern NAME = Pattern.compile("`([\\w/]+)`");

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

    /** A package as a table names it: below its own module, or with the name of another. */
    private static String name(String module, JavaClass type) {
        String name = type.getPackageName().substring(ROOT.length()).replace('.', '/');
        return name.startsWith(module + "/") ? name.substring(module.length() + 1) : name;
    }

    private static Set<String> packages(String module) {
        return PRODUCTION.stream()
                .filter(type -> type.getPackageName().startsWith(ROOT + module + "."))
                .map(type -> name(module, type))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> importedBy(String module, String from) {
        String origin = ROOT + module + "." + from.replace('/', '.');
        Set<String> imported = PRODUCTION.stream()
                .filter(type -> type.getPackageName().equals(origin))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .filter(type -> type.getPackageName().startsWith(ROOT))
                .map(type -> name(module, type))
                .collect(Collectors.toCollection(TreeSet::new));
        imported.remove(from);
        return imported;
    }

    /** A name on the map stands for the package, or the module, and for all packages under it. */
    private static boolean standsFor(String listed, String name) {
        return name.equals(listed) || name.startsWith(listed + "/");
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
                .forEach((from, allowed) -> assertThat(importedBy(module, from))
                        .as("imports of %s/%s", module, from)
                        .allMatch(name -> Stream.concat(allowed.stream(), modules.stream())
                                .anyMatch(listed -> standsFor(listed, name))));
    }

    /** An arrow of the map that no class follows is one too many. */
    @ParameterizedTest
    @ValueSource(strings = {"base", "cli", "server"})
    void everyImportOfTheMapIsNeeded(String module) throws IOException {
        table(module).forEach((from, allowed) -> {
            Set<String> used = importedBy(module, from);
            assertThat(allowed)
                    .as("imports of %s/%s", module, from)
                    .allMatch(listed -> used.stream().anyMatch(name -> standsFor(listed, name)));
        });
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
