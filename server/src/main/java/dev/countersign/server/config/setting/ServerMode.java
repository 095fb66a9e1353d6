package dev.countersign.server.config.setting;

/** Operating mode of a server. */
public enum ServerMode {
    /** For production use. */
    PRODUCTION,
    /** For learning and development; settings that are unsafe in production are available. */
    DEVELOPMENT
}
