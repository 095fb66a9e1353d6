package dev.countersign.server.demo;

import dev.countersign.server.config.home.Home;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** The home of a demonstration: the given one, or a temporary one. */
public final class DemoHome implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DemoHome.class.getName());

    private final Home home;
    private final boolean temporary;

    private DemoHome(Home home, boolean temporary) {
        this.home = home;
        this.temporary = temporary;
    }

    public static DemoHome of(Optional<Home> named) throws IOException {
        var home = named.isPresent() ? named.get() : new Home(Files.createTempDirectory("countersign-demo-"));
        home.create();
        return new DemoHome(home, named.isEmpty());
    }

    public Home home() {
        return home;
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try {
            Files.walkFileTree(home.path(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException fault) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException fault) {
            LOG.log(System.Logger.Level.WARNING, "The temporary home " + home + " could not be removed", fault);
        }
    }
}
