package dev.countersign.server.console.form;

/** A file that came with a form. */
public final class Upload {
    private final String name;
    private final byte[] content;

    public Upload(String name, byte[] content) {
        this.name = name;
        this.content = content.clone();
    }

    /** How its owner calls it; for showing, never for opening. */
    public String name() {
        return name;
    }

    public byte[] content() {
        return content.clone();
    }
}
