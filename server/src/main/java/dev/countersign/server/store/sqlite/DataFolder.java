package dev.countersign.server.store.sqlite;

import dev.countersign.base.file.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the embedded database, which nobody but its owner may look into. */
final class DataFolder {
    private static final String FILE = "countersign.db";

    private final Path folder;

    private DataFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder when it is not there, and closes it to others. */
    static DataFolder prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        OwnerOnlyFile.restrict(folder);
        return new DataFolder(folder);
    }

    Path path() {
        return folder;
    }

    /** The database. */
    Path database() {
        return folder.resolve(FILE);
    }

    /** Where a database lies until its first schema is complete. */
    Path unfinished() {
        return folder.resolve(FILE + ".new");
    }

    /** What a process leaves behind that did not close the database. */
    Path writeAheadLog() {
        return folder.resolve(FILE + "-wal");
    }

    /** Clears away what an interrupted first start left behind, and makes an empty file that only its owner reads. */
    void beginNew() throws IOException {
        for (String ending : new String[] {"", "-wal", "-shm", "-journal"}) {
            Files.deleteIfExists(unfinished().resolveSibling(unfinished().getFileName() + ending));
        }
        OwnerOnlyFile.create(unfinished(), new byte[0]);
    }

    /** Gives the finished database its name, for good. */
    void finishNew() throws IOException {
        OwnerOnlyFile.move(unfinished(), database());
    }
}
