package dev.countersign.bench.load;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Attempt to redeem assertions a second time.
 *
 * @param presented assertions that had been accepted before
 * @param accepted number of them that were not refused as an invalid grant
 */
record ReplayAttempt(int presented, int accepted) {
    private static final int BAD_REQUEST = 400;

    /** Presents some accepted assertions of a server again. */
    static ReplayAttempt of(Life life) throws IOException, InterruptedException {
        int presented = 0;
        int accepted = 0;
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (String assertion : life.answered()) {
                presented++;
                if (!isRefused(client.send(life.plainTarget().request(assertion), BodyHandlers.ofString()))) {
                    accepted++;
                }
            }
        }
        return new ReplayAttempt(presented, accepted);
    }

    private static boolean isRefused(HttpResponse<String> answer) {
        return answer.statusCode() == BAD_REQUEST && answer.body().contains("\"invalid_grant\"");
    }

    @Override
    public String toString() {
        return "%d presented again, %d of them accepted".formatted(presented, accepted);
    }
}
