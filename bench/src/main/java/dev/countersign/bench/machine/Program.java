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
 * @param environment additional variables
 * @param folder working folder
 */
public record Program(List<String> words, Map<String, String> environment, Path folder) {

    public static Program of(String... words) {
        return new Program(List.of(words), Map.of(), Path.of("").toAbsolutePath());
    }

    /** The same program restricted to some processors. */
    public Program on(String processors) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", processors));
        pinned.addAll(words);
        return new Program(pinned, environment, folder);
    }

    /**
     * Runs it.
     *
     * @return the output of both its streams
     * @throws IllegalStateException when it fails, or does not end in time and is terminated
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
            // it has ended
        }
    }

    /** A builder of the process, with both output streams redirected to a file. */
    public ProcessBuilder builder(Path output) {
        var builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // variables set by the caller for other servers must not influence the measurement
        builder.environment().keySet().removeIf(name -> name.startsWith("COUNTERSIGN_") || name.startsWith("KC_"));
        builder.environment().putAll(environment);
        return builder;
    }
}
