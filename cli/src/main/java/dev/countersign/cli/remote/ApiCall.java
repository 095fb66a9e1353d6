package dev.countersign.cli.remote;

/** One call of the REST API, to be made later. */
@FunctionalInterface
public interface ApiCall {
    ApiResponse make() throws CallFailedException;
}
