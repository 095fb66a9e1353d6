package dev.countersign.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.countersign.core.Spec;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/conformance.md}: the tests of each section of each standard. */
class ConformanceDocumentTest {
    private static final String HEAD = """
            # Conformance

            <!-- Made from @Spec on the tests by ConformanceDocumentTest. Do not edit; `make docs` writes it anew. -->

            | standard | tests |
            |---|---|
            """;

    @Test
    void listsEveryTestThatCoversASectionOfAStandard() {
        Map<String, SortedSet<String>> covered = new TreeMap<>();
        JavaClasses classes = new ClassFileImporter().importPackages("dev.countersign");
        for (JavaClass test : classes) {
            specs(test.getAnnotations().stream()).forEach(spec -> add(covered, spec, "`" + test.getSimpleName() + "`"));
            for (JavaMember method : test.getMethods()) {
                specs(method.getAnnotations().stream())
                        .forEach(spec -> add(covered, spec, "`" + test.getSimpleName() + "." + method.getName() + "`"));
            }
        }
        assertThat(covered).isNotEmpty();
        String rows = covered.entrySet().stream()
                .map(row -> "| " + row.getKey() + " | " + String.join("<br>", row.getValue()) + " |")
                .collect(Collectors.joining("\n", "", "\n"));
        GeneratedDocument.check("conformance.md", HEAD + rows);
    }

    private static void add(Map<String, SortedSet<String>> covered, String spec, String test) {
        covered.computeIfAbsent(spec, _ -> new TreeSet<>()).add(test);
    }

    /** The values of single and of repeated annotations. */
    private static Stream<String> specs(Stream<? extends JavaAnnotation<?>> annotations) {
        return annotations.flatMap(annotation -> {
            String type = annotation.getRawType().getName();
            if (type.equals(Spec.class.getName())) {
                return Stream.of(
                        annotation.getExplicitlyDeclaredProperty("value").toString());
            }
            if (type.equals(Spec.List.class.getName())) {
                var repeated = (JavaAnnotation<?>[]) annotation.getExplicitlyDeclaredProperty("value");
                return specs(Stream.of(repeated));
            }
            return Stream.empty();
        });
    }
}
