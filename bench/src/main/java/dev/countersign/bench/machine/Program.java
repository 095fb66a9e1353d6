package dev.countersign.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of the operating system that is run to its end.
 *
 * @param words the program and its arguments
 * @param environment what is added to ours
 * @param folder where it runs
 */
public record Program(List<String> words, Map<String, String> environment, Path folder) {

    public static Program of(String... words) {
        return new Program(List.of(words), Map.of(), Path.of("").toAbsolutePath());
    }

    /** The same on some processors only. */
    public Program on(String processors) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", processors));
        pinned.addAll(words);
        return new Program(pinned, environment, folder);
    }

    /**
     * Runs it.
     *
     * @return what it wrote to both its outputs
     * @throws IllegalStateException when it fails, or has not ended in time and was ended
     */
    public String run(Duration patience) throws IOException, InterruptedException {
        Path output = Files.createTempFile("countersign-bench", ".txt");
        Process process = builder(output).start();
        var atTheLatest = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atTheLatest);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("%s has not ended within %s.".formatted(words, patience));
            }
            String said = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "%s ended with %d: %s".formatted(words, process.exitValue(), said.strip()));
            }
            return said;
        } finally {
            process.destroyForcibly();
            endWith(atTheLatest);
            Files.delete(output);
        }
    }

    private static void endWith(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // then it has been run
        }
    }

    /** It, ready to start, with both its outputs going to a file. */
    public ProcessBuilder builder(Path output) {
        var builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // what the caller has set for servers of his own is not to change what is measured
        builder.environment().keySet().removeIf(name -> name.startsWith("COUNTERSIGN_") || name.startsWith("KC_"));
        builder.environment().putAll(environment);
        return builder;
    }
}
