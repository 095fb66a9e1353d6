package dev.countersign;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A Java source file of this project, production or test, read as text and as a syntax tree. */
public record SourceFile(Path path) {

    /** Every Java source file in every module. */
    static List<SourceFile> all() {
        Path project = project();
        try (Stream<Path> files = Files.walk(project)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> project.relativize(file).toString().contains("src/"))
                    .filter(file -> !project.relativize(file).toString().contains("target/"))
                    .map(SourceFile::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The project's root folder, found upwards from wherever the test was started. */
    public static Path project() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("core")) || !Files.isDirectory(folder.resolve("server"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    String name() {
        return path.getFileName().toString();
    }

    /** One sentence for each file that has more lines. */
    static List<String> filesLongerThan(int limit) {
        return all().stream()
                .filter(file -> file.lines() > limit)
                .map(file -> file.path + " has " + file.lines() + " lines, more than " + limit)
                .toList();
    }

    /** Whether it is part of what runs at users. */
    boolean isShipped() {
        String name = project().relativize(path).toString().replace('\\', '/');
        return name.contains("src/main/java") && !name.startsWith("bench/");
    }

    /** One sentence for each line in which the pattern is found. */
    List<String> linesWith(Pattern pattern) {
        List<String> findings = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(path);
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    findings.add(path + ":" + (i + 1) + " " + lines.get(i).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return findings;
    }

    private long lines() {
        try (Stream<String> lines = Files.lines(path)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One sentence for each method that has more lines. All files are parsed by one compiler, because its start takes far longer. */
    static List<String> methodsLongerThan(int limit) {
        List<String> findings = new ArrayList<>();
        List<Path> candidates = all().stream()
                .filter(file -> file.lines() > limit)
                .map(SourceFile::path)
                .toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(candidates));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                LineMap map = unit.getLineMap();
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree method, Void nothing) {
                        long start = map.getLineNumber(positions.getStartPosition(unit, method));
                        long end = map.getLineNumber(positions.getEndPosition(unit, method));
                        if (end - start + 1 > limit) {
                            findings.add(unit.getSourceFile().getName() + ":" + start + " " + method.getName() + " has "
                                    + (end - start + 1) + " lines, more than " + limit);
                        }
                        return super.visitMethod(method, nothing);
                    }
                }.scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return findings;
    }
}
