package dev.countersign.cli.remote;

/** Credentials for the REST API: those of an application, or a personal access token. */
public sealed interface ApiCredentials permits Credentials, TokenCredentials {}
