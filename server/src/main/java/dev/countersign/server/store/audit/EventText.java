package dev.countersign.server.store.audit;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.server.store.column.StorableText;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The texts of a token event that originate from a caller or a third party. */
final class EventText {
    /** Longest text of an event, so that input cannot fill the disk. */
    static final int LONGEST = 500;

    /** Longest text from an unauthenticated caller; no registered name is longer. */
    static final int LONGEST_UNPROVEN = 200;

    private static final String REPLACED = "(text that the database refuses)";

    private EventText() {}

    /** The event with texts of bounded length, so that neither the queue nor a row grows with the input. */
    static TokenEvent bounded(TokenEvent event) {
        int most = event.isOfUnprovenCaller() ? LONGEST_UNPROVEN : LONGEST;
        return isWithin(event, most) ? event : mapped(event, text -> StorableText.shortened(text, most));
    }

    /** The event with each of its texts replaced by a fixed sentence. */
    static TokenEvent replaced(TokenEvent event) {
        return mapped(event, _ -> REPLACED);
    }

    private static boolean isWithin(TokenEvent event, int most) {
        return isWithin(event.clientId(), most)
                && isWithin(event.application(), most)
                && isWithin(event.secretId(), most)
                && isWithin(event.issuer(), most)
                && isWithin(event.keyId(), most)
                && isWithin(event.subject(), most)
                && isWithin(event.issuerSubject(), most)
                && isWithin(event.actor(), most)
                && event.remoteAddress().length() <= most
                && (event.evidence().isEmpty() || isWithin(event.evidence().get(), most));
    }

    private static boolean isWithin(Optional<String> text, int most) {
        return text.isEmpty() || text.get().length() <= most;
    }

    private static boolean isWithin(Evidence evidence, int most) {
        return evidence.expected().length() <= most
                && evidence.actual().length() <= most
                && evidence.hint().length() <= most;
    }

    private static TokenEvent mapped(TokenEvent event, UnaryOperator<String> text) {
        return new TokenEvent(
                event.at(),
                event.correlationId(),
                event.outcome(),
                event.stage(),
                event.code(),
                event.evidence()
                        .map(evidence -> new Evidence(
                                text.apply(evidence.expected()),
                                text.apply(evidence.actual()),
                                text.apply(evidence.hint()))),
                event.grantType(),
                event.profile(),
                event.clientId().map(text),
                event.application().map(text),
                event.applicationId(),
                event.secretId().map(text),
                event.issuer().map(text),
                event.issuerId(),
                event.keyId().map(text),
                event.subject().map(text),
                // a part of it would name another subject
                event.issuerSubject().filter(subject -> text.apply(subject).equals(subject)),
                event.actor().map(text),
                event.scopes(),
                event.tokenId(),
                event.duration(),
                text.apply(event.remoteAddress()));
    }
}
