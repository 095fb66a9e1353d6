package dev.countersign.server.notice;

import java.time.Instant;
import java.util.stream.Stream;

/** Source of notices about one area, computed from known state: it fetches nothing and changes nothing. */
@FunctionalInterface
interface NoticeSource {

    /**
     * Returns the notices that hold at this time.
     *
     * @throws dev.countersign.server.operation.StoreUnavailableException when the store is needed and cannot be read
     */
    Stream<CurrentNotice> notices(Instant now);
}
