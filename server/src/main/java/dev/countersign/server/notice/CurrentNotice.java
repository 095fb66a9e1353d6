package dev.countersign.server.notice;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.field.JsonValues;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A notice that holds now. It contains names and times, and never a token, an assertion, a secret or the value of a claim.
 *
 * @param subject completes the id within the kind; empty when there is at most one notice of the kind
 * @param since the time from which it holds; empty when unknown
 * @param message the state of things, in one or two sentences
 * @param remedy the action that ends it
 * @param target the thing that the notice is about
 */
public record CurrentNotice(
        NoticeKind kind,
        String subject,
        Severity severity,
        Optional<Instant> since,
        String message,
        String remedy,
        Target target) {

    /** The most urgent first; of the same severity, the oldest first. */
    public static final Comparator<CurrentNotice> ORDER = Comparator.comparing(CurrentNotice::severity)
            .thenComparing(notice -> notice.since().orElse(Instant.MAX))
            .thenComparing(CurrentNotice::id);

    /** Urgency, the greatest first. */
    public enum Severity {
        /** Requests fail because of it, or keys are compromised. */
        ERROR,
        /** Requests will fail, or may be malicious. */
        WARNING;

        /** The severity in documents and metrics. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The thing that a notice is about.
     *
     * @param id of the issuer or the application; empty for others
     * @param name for display
     */
    public record Target(Kind kind, String id, String name) {

        /** Kind of a thing. */
        public enum Kind {
            TRUSTED_TOKEN_ISSUER,
            APPLICATION,
            /** The organization as a whole. */
            ORGANIZATION,
            /** The server itself. */
            SERVER;

            private String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        static final Target SERVER = new Target(Kind.SERVER, "", "This server");
        static final Target PEOPLE = new Target(Kind.ORGANIZATION, "", "Administrators");
        static final Target ORGANIZATION = new Target(Kind.ORGANIZATION, "", "All issuers");

        /** A host name that this server serves for an organization. */
        static Target host(String name) {
            return new Target(Kind.SERVER, "", name);
        }

        static Target of(TrustedIssuer issuer) {
            return new Target(Kind.TRUSTED_TOKEN_ISSUER, issuer.id().value(), issuer.name());
        }

        static Target of(RegisteredClient application) {
            return new Target(Kind.APPLICATION, application.id().value(), application.name());
        }

        private Map<String, Object> document() {
            var document = new LinkedHashMap<String, Object>();
            document.put("kind", kind.word());
            document.put("id", JsonValues.orNull(Optional.of(id).filter(text -> !text.isEmpty())));
            document.put("name", name);
            return document;
        }
    }

    /** Stable id: a notice about the same thing has the same one, now and later, at every node. */
    public String id() {
        return subject.isEmpty() ? kind.code() : kind.code() + ":" + subject;
    }

    /** The notice as JSON. */
    public Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("id", id());
        document.put("kind", kind.code());
        document.put("severity", severity.word());
        document.put("since", JsonValues.orNull(since.map(Instant::toString)));
        document.put("message", message);
        document.put("remedy", remedy);
        document.put("target", target.document());
        return document;
    }
}
