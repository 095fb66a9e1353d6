package dev.countersign.server.console.form;

/** A file submitted with a form. */
public final class Upload {
    private final String name;
    private final byte[] content;

    public Upload(String name, byte[] content) {
        this.name = name;
        this.content = content.clone();
    }

    /** The client's name of the file; for display only, never for opening. */
    public String name() {
        return name;
    }

    public byte[] content() {
        return content.clone();
    }
}
