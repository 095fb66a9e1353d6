package dev.countersign.server.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Messages of all organizations that wait for delivery.
 *
 * <p>Every method throws {@link dev.countersign.server.operation.StoreUnavailableException} when the store cannot be used.
 */
public interface NoticeDeliveries {

    /** Ends the notices of organizations that are disabled or deleted, with a message about each. */
    void endOfDisabled(Instant now);

    /**
     * Claims messages that are due: until the end of the lease, no other node has them. A message is not due while an
     * earlier one about the same notice is. However many an organization has, those of the others are claimed beside them.
     *
     * @param lease time after which they are due again, if this node does not report a result
     */
    List<NoticeDelivery> claim(Instant now, Duration lease, int most);

    /** Records that the receiver accepted the message. */
    void delivered(NoticeDelivery delivery);

    /**
     * Records a failed attempt.
     *
     * @param next the time of the next attempt; empty when there is none
     * @param reason a clause for administrators
     */
    void failed(NoticeDelivery delivery, Optional<Instant> next, String reason);
}
