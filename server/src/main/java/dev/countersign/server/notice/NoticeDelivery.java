package dev.countersign.server.notice;

import java.time.Instant;

/**
 * A message to the webhook that this node has claimed.
 *
 * @param organization number of the organization
 * @param id of the delivery; the same with every attempt
 * @param body the JSON that is sent
 * @param attempts number of attempts with this one
 * @param giveUpAt the time after which there is no further attempt
 */
public record NoticeDelivery(long organization, String id, String body, long attempts, Instant giveUpAt) {}
