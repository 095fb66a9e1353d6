package dev.countersign.server.notice;

/** The use cases of notices, for the REST API and the console. */
public record NoticeServices(OpenNotices open, UndeliveredNotices undelivered) {}
