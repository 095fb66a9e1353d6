package dev.countersign;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests of the project's rules about libraries, time, text and the size of files; those about packages are in {@link
 * ArchitectureTest}.
 */
class HouseRulesTest {

    private static final String CORE = "dev.countersign.core.";
    private static final String SERVER = "dev.countersign.server.";

    /** A conversion that localizes its digits: integers in decimal and floating point (java.util.Formatter). */
    private static final Pattern NUMBER_IN_DIGITS_OF_THE_LOCALE =
            Pattern.compile("%(?:[0-9]+\\$)?[-+ 0,(#]*[0-9]*(?:\\.[0-9]+)?[defgEG](?![A-Za-z0-9])");

    private static final List<String> VAGUE_ENDINGS =
            List.of("Manager", "Helper", "Util", "Utils", "Info", "Context", "DTO", "Dto", "Impl", "ServiceProvider");

    private static JavaClasses production;

    @BeforeAll
    static void readProductionClasses() {
        production = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                .importPackages("dev.countersign");
        for (String type :
                List.of("base.exit.ExitCode", "core.oauth.ClientId", "cli.CountersignCommand", "server.Main")) {
            assertThat(production.contain("dev.countersign." + type)).as(type).isTrue();
        }
        assertThat(production.contain(HouseRulesTest.class)).isFalse();
    }

    @Test
    void packagesFormNoCycle() {
        check(slices().matching("dev.countersign.(*).(**)").should().beFreeOfCycles());
    }

    @Test
    void packagesAreAtMostThreeLevelsDeep() {
        check(noClasses().should().resideInAPackage("dev.countersign.*.*.*.*.."));
    }

    /** Tokens of OAuth are read and signed by code of our own; the SDK is for the sign-in to the console. */
    @Test
    void onlyTheSignInWithAnOpenIdProviderKnowsTheLibraryOfOpenIdConnect() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + "provider")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.nimbusds..", "net.minidev.."));
    }

    @Test
    void withinCoreOnlyJoseKnowsCryptography() {
        check(noClasses()
                .that(resideInAPackage("dev.countersign.core..").and(outside(CORE + "jose..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.security..", "javax.crypto..", "org.bouncycastle..", "com.amazon.corretto.."));
    }

    @Test
    void onlyStoreKnowsSql() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + "store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "com.zaxxer..",
                        "org.flywaydb..",
                        "org.postgresql..",
                        "org.sqlite.."));
    }

    @Test
    void onlyNetKnowsTheOutboundHttpClient() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + "net..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc.."));
    }

    @Test
    void onlyPasskeysKnowTheLibraryOfWebAuthn() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + "people.passkey")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.webauthn4j.."));
    }

    @Test
    void onlyTraceKnowsTheTracingLibrary() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + "trace..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry.."));
    }

    @Test
    void onlyMetricsKnowsTheMetricsLibrary() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + "metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.prometheus.."));
    }

    @Test
    void timeComesFromAClockThatWiringMade() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(SERVER + "Wiring")
                .should()
                .accessTargetWhere(describe(
                        "read the wall clock",
                        access -> access.getTarget() instanceof CodeUnitAccessTarget called
                                && readsTheWallClock(called))));
    }

    /** Digits and letters of the default locale would change what machines read; Main sets the one of no country. */
    @Test
    void nothingIsFormattedInTheLocaleOfThePlaceWhereItRuns() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(SERVER + "Main")
                .and()
                .doNotHaveFullyQualifiedName(SERVER + "AotTraining")
                .should()
                .accessTargetWhere(describe(
                        "format without a locale",
                        access -> access.getTarget() instanceof CodeUnitAccessTarget called
                                && dependsOnTheLocale(called))));
        List<String> numbers = new ArrayList<>();
        for (SourceFile source : SourceFile.all()) {
            if (source.isShipped()) {
                numbers.addAll(source.linesWith(NUMBER_IN_DIGITS_OF_THE_LOCALE));
            }
        }
        assertThat(numbers).as("write %s, whose digits are those of no locale").isEmpty();
    }

    /** They probe linearly: with names that a stranger chose, a copy costs the square of their number. */
    @Test
    void mapsAndSetsAreCopiedIntoHashTablesThatWithstandChosenNames() {
        check(noClasses()
                .should()
                .accessTargetWhere(describe(
                        "make an immutable map or set of the JDK from any number of keys",
                        access ->
                                access.getTarget() instanceof CodeUnitAccessTarget called && probesLinearly(called))));
    }

    @Test
    void namesSayWhatAThingIs() {
        assertThat(production.stream()
                        // the JDK's own word for what it is
                        .filter(type -> !type.isAssignableTo(java.util.logging.LogManager.class))
                        .filter(type -> VAGUE_ENDINGS.stream()
                                .anyMatch(ending -> type.getSimpleName().endsWith(ending)))
                        .map(JavaClass::getName))
                .isEmpty();
    }

    /** A reader who searches for a class finds one. */
    @Test
    void noTwoFilesHaveTheSameSimpleName() {
        List<String> names = SourceFile.all().stream()
                .map(SourceFile::name)
                .filter(name -> !name.endsWith("-info.java"))
                .toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void filesAndMethodsStayShort() {
        assertThat(SourceFile.filesLongerThan(350)).isEmpty();
        assertThat(SourceFile.methodsLongerThan(50)).isEmpty();
    }

    /** A package that is read in one sitting; tests, which stand beside what they test, are not counted. */
    @Test
    void noPackageHasMoreThanTwentyFiveFiles() {
        Map<Path, Long> files = SourceFile.all().stream()
                .map(source -> source.path().getParent())
                .filter(folder -> folder.toString().replace('\\', '/').contains("/src/main/java/"))
                .collect(Collectors.groupingBy(folder -> folder, Collectors.counting()));
        assertThat(files)
                .hasSizeGreaterThan(50)
                .allSatisfy((folder, number) ->
                        assertThat(number).as(folder.toString()).isLessThanOrEqualTo(25));
    }

    private static boolean dependsOnTheLocale(CodeUnitAccessTarget called) {
        String name = called.getName();
        boolean withoutALocale = called.getRawParameterTypes().stream()
                .noneMatch(parameter -> parameter.getFullName().equals("java.util.Locale"));
        return withoutALocale
                && switch (called.getOwner().getFullName()) {
                    case "java.lang.String" ->
                        Set.of("format", "toLowerCase", "toUpperCase").contains(name);
                    case "java.io.PrintStream", "java.io.PrintWriter" ->
                        Set.of("format", "printf").contains(name);
                    case "java.time.format.DateTimeFormatter" -> name.equals("ofPattern");
                    case "java.util.Formatter", "java.text.DecimalFormat", "java.text.SimpleDateFormat" ->
                        name.equals("<init>");
                    case "java.text.NumberFormat", "java.text.DateFormat" -> name.startsWith("get");
                    case "java.util.Locale" -> name.equals("getDefault");
                    default -> false;
                };
    }

    private static boolean readsTheWallClock(CodeUnitAccessTarget called) {
        String owner = called.getOwner().getFullName();
        String name = called.getName();
        boolean withoutAClock = called.getRawParameterTypes().stream()
                .noneMatch(parameter -> parameter.getFullName().equals("java.time.Clock"));
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis");
            case "java.util.Date" ->
                name.equals("<init>") && called.getRawParameterTypes().isEmpty();
            case "java.time.Clock" -> Stream.of("system", "tick").anyMatch(name::startsWith) && withoutAClock;
            default -> owner.startsWith("java.time.") && name.equals("now") && withoutAClock;
        };
    }

    private static boolean probesLinearly(CodeUnitAccessTarget called) {
        String name = called.getName();
        return switch (called.getOwner().getFullName()) {
            case "java.util.Map" -> name.equals("copyOf");
            case "java.util.Set" -> name.equals("copyOf");
            case "java.util.stream.Collectors" -> name.equals("toUnmodifiableMap") || name.equals("toUnmodifiableSet");
            default -> false;
        };
    }

    private static DescribedPredicate<JavaClass> outside(String packageIdentifier) {
        return DescribedPredicate.not(resideInAPackage(packageIdentifier));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(production);
    }
}
