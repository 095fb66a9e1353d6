package dev.countersign.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTextTest {

    static Stream<Throwable> failures() {
        var bind = new BindException("Address already in use");
        return Stream.of(
                bind,
                new UncheckedIOException(bind),
                new IOException(bind),
                new IOException(new IOException(bind)),
                new IOException(),
                new IOException(""),
                new IOException((String) null),
                new IllegalStateException(new NullPointerException()),
                new IOException("java.io.IOException: java.util.concurrent.ExecutionException: "),
                new NoSuchFileException("/a/b"),
                new AccessDeniedException("/a/b"),
                new FileSystemException("/a/b"),
                new FileSystemException("/a/b", null, "No space left on device"),
                new UnknownHostException("a.example"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void namesNoClass(Throwable failure) {
        assertThat(FailureText.of(failure)).isNotBlank().doesNotContain("Exception", "java.", "null");
    }

    @Test
    void keepsWhatThePlatformSays() {
        assertThat(FailureText.of(new UncheckedIOException(new BindException("Address already in use"))))
                .isEqualTo("Address already in use");
        assertThat(FailureText.of(new IOException(new BindException("Address already in use"))))
                .isEqualTo("Address already in use");
        assertThat(FailureText.of(new FileSystemException("/a", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(FailureText.of(new IOException("see com.example.Thing: it failed")))
                .isEqualTo("see com.example.Thing: it failed");
    }
}
