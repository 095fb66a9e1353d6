package dev.countersign.server.store.sqlite;

import dev.countersign.base.file.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the embedded database, readable by its owner only. */
final class DataFolder {
    private static final String FILE = "countersign.db";

    private final Path folder;

    private DataFolder(Path folder) {
        this.folder = folder;
    }

    /** The folder as it is. */
    static DataFolder of(Path folder) {
        return new DataFolder(folder);
    }

    /** Creates the folder when it does not exist, and restricts access to its owner. */
    static DataFolder prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        OwnerOnlyFile.restrict(folder);
        return new DataFolder(folder);
    }

    Path path() {
        return folder;
    }

    /** The database file. */
    Path database() {
        return folder.resolve(FILE);
    }

    /** The database file while its first schema is incomplete. */
    Path unfinished() {
        return folder.resolve(FILE + ".new");
    }

    /** The file that remains when a process did not close the database. */
    Path writeAheadLog() {
        return folder.resolve(FILE + "-wal");
    }

    /** Removes the files of an interrupted first start, and creates an empty file readable by its owner only. */
    void beginNew() throws IOException {
        for (String ending : new String[] {"", "-wal", "-shm", "-journal"}) {
            Files.deleteIfExists(unfinished().resolveSibling(unfinished().getFileName() + ending));
        }
        OwnerOnlyFile.create(unfinished(), new byte[0]);
    }

    /** Gives the completed database its final name. */
    void finishNew() throws IOException {
        OwnerOnlyFile.move(unfinished(), database());
    }
}
