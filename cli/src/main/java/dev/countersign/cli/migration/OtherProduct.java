package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import java.util.List;

/** A product whose exports can be read. */
interface OtherProduct {

    /** The name on the command line. */
    String name();

    /** The name for people. */
    String title();

    /** The files that it exports, for the help of the command. */
    String files();

    /** Examples of files, for the help of the command. */
    String example();

    /**
     * Reads what was exported.
     *
     * @throws CallFailedException when a document is none of this product
     */
    void read(List<ExportedDocument> documents, Migration migration) throws CallFailedException;
}
