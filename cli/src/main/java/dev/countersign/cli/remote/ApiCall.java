package dev.countersign.cli.remote;

/** One call of the REST API, not made yet. */
@FunctionalInterface
public interface ApiCall {
    ApiResponse make() throws CallFailedException;
}
