package dev.countersign.server.net;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.JwksFetcher;
import dev.countersign.core.keys.KeySource;
import java.net.URI;

/**
 * Fetches of an organization that may not use files of the server: with a {@code bearer_token_file}, its administrators
 * could have the content of a file sent to a URL of their choice.
 */
public record FetchesWithoutFiles(JwksFetcher fetcher) implements JwksFetcher {
    private static final FetchOutcome<byte[]> REFUSED =
            new FetchOutcome.Failed<>("only the root organization can use a bearer_token_file");

    @Override
    public FetchOutcome<byte[]> fetch(URI url) {
        return fetcher.fetch(url);
    }

    @Override
    public FetchOutcome<byte[]> fetch(KeySource.JwksUrl source) {
        return usesFile(source) ? REFUSED : fetcher.fetch(source);
    }

    @Override
    public FetchOutcome<byte[]> fetchOrJoin(KeySource.JwksUrl source) {
        return usesFile(source) ? REFUSED : fetcher.fetchOrJoin(source);
    }

    private static boolean usesFile(KeySource.JwksUrl source) {
        return source.access().bearerTokenFile().isPresent();
    }
}
