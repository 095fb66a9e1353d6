package dev.countersign.server.config.setting;

/** What a server is for. */
public enum ServerMode {
    /** Somebody relies on it. */
    PRODUCTION,
    /** Somebody learns or builds with it; what would be dangerous in production may be turned on. */
    DEVELOPMENT
}
