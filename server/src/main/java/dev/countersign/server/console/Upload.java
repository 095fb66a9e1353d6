package dev.countersign.server.console;

/** A file that came with a form. */
final class Upload {
    private final String name;
    private final byte[] content;

    Upload(String name, byte[] content) {
        this.name = name;
        this.content = content.clone();
    }

    /** How its owner calls it; for showing, never for opening. */
    String name() {
        return name;
    }

    byte[] content() {
        return content.clone();
    }
}
