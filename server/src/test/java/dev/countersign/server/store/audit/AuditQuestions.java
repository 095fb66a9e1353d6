package dev.countersign.server.store.audit;

import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.store.LargeStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Queries of the console's activity page on a {@link LargeStore}: each filter with many, few and no results, and common
 * pairs.
 */
public final class AuditQuestions {
    private static final int PAGE = 51;
    private static final Duration TIME_LIMIT = Duration.ofMillis(25);

    private final AuditFinder audit;
    private final Instant now;
    private final Map<String, Runnable> questions = new LinkedHashMap<>();

    private AuditQuestions(AuditFinder audit, Instant now) {
        this.audit = audit;
        this.now = now;
    }

    public static Map<String, Runnable> of(AuditFinder audit, Instant now) {
        var asked = new AuditQuestions(audit, now);
        asked.singles();
        asked.pairs();
        asked.times();
        asked.texts();
        return asked.questions;
    }

    private void singles() {
        ask("all", new Filters());
        ask("last page", new Filters().stretch(Stretch.backFrom(PAGE)));
        ask("after the last", new Filters().stretch(Stretch.between(LargeStore.EVENTS * 2L, Long.MAX_VALUE)));
        ask("kind token", new Filters().kind("token"));
        ask("kind admin", new Filters().kind("admin"));
        for (String outcome : new String[] {"accepted", "refused", "fault", "changed"}) {
            ask("outcome " + outcome, new Filters().outcome(outcome));
        }
        ask("code, frequent", new Filters().code("request.malformed"));
        ask("code, rare", new Filters().code("server.overloaded"));
        ask("code, none", new Filters().code("no.such_code"));
        for (String issuer : new String[] {"issuer-0", "issuer-998", "issuer-999", "nobody"}) {
            ask("of " + issuer, new Filters().issuer(SampleEvents.nameOf(issuer)));
        }
        for (String application : new String[] {"application-0", "application-9998", "application-9999", "nobody"}) {
            ask("of " + application, new Filters().application(SampleEvents.nameOf(application)));
        }
        ask("of client-0", new Filters().application("client-0"));
        ask("subject", new Filters().subject("user-7"));
        ask("subject, none", new Filters().subject("nobody"));
        ask("actor", new Filters().actor("admin"));
        ask("actor, none", new Filters().actor("nobody"));
        ask("correlation id", new Filters().correlationId("correlation-1"));
        ask("correlation id, none", new Filters().correlationId("nothing"));
    }

    private void pairs() {
        String issuer = SampleEvents.nameOf("issuer-0");
        String application = SampleEvents.nameOf("application-0");
        ask("issuer + refused", new Filters().issuer(issuer).outcome("refused"));
        ask("issuer + fault", new Filters().issuer(issuer).outcome("fault"));
        ask("issuer + changed", new Filters().issuer(issuer).outcome("changed"));
        ask("issuer + rare code", new Filters().issuer(issuer).code("server.overloaded"));
        ask("issuer + frequent code", new Filters().issuer(issuer).code("request.malformed"));
        ask("issuer + application", new Filters().issuer(issuer).application(application));
        ask(
                "issuer + rare application",
                new Filters().issuer(issuer).application(SampleEvents.nameOf("application-9998")));
        ask("issuer + no application", new Filters().issuer(issuer).application("nobody"));
        ask("application + refused", new Filters().application(application).outcome("refused"));
        ask("application + fault", new Filters().application(application).outcome("fault"));
        ask(
                "application + frequent code",
                new Filters().application(application).code("request.malformed"));
        ask("application + rare code", new Filters().application(application).code("server.overloaded"));
        ask("client id + rare code", new Filters().application("client-0").code("server.overloaded"));
        ask("kind admin + issuer", new Filters().kind("admin").issuer(issuer));
        ask("kind token + rare issuer", new Filters().kind("token").issuer(SampleEvents.nameOf("issuer-998")));
        ask("accepted + no issuer", new Filters().outcome("accepted").issuer("nobody"));
    }

    private void times() {
        Instant start = now.minus(LargeStore.PAST);
        Duration hour = Duration.ofHours(1);
        ask("last hour", new Filters().from(now.minus(hour)));
        ask("last minute", new Filters().from(now.minusSeconds(60)));
        ask("future", new Filters().from(now.plusSeconds(60)));
        ask("up to the first hour", new Filters().to(start.plus(hour)));
        ask("before everything", new Filters().to(start.minus(hour)));
        ask(
                "an hour in the middle",
                new Filters().from(start.plus(hour.multipliedBy(480))).to(start.plus(hour.multipliedBy(481))));
        ask("all days", new Filters().from(start).to(now));
        ask(
                "an hour + refused",
                new Filters()
                        .from(start.plus(hour))
                        .to(start.plus(hour.multipliedBy(2)))
                        .outcome("refused"));
        ask(
                "an hour + issuer",
                new Filters()
                        .from(start.plus(hour))
                        .to(start.plus(hour.multipliedBy(2)))
                        .issuer(SampleEvents.nameOf("issuer-0")));
        ask("last minute + no code", new Filters().from(now.minusSeconds(60)).code("no.such_code"));
        ask("before everything + issuer", new Filters().to(start.minus(hour)).issuer(SampleEvents.nameOf("issuer-0")));
    }

    private void texts() {
        ask("text, frequent", new Filters().q("issuer-0"));
        ask("text, one", new Filters().q("correlation-17"));
        ask("text, part of old correlation id", new Filters().q("relation-12345"));
        ask("text, none", new Filters().q("nothing of the kind"));
        ask("text, none, of an issuer", new Filters().q("nothing of the kind").issuer(SampleEvents.nameOf("issuer-0")));
    }

    private void ask(String question, Filters filters) {
        questions.put(question, () -> audit.search(filters.limit(PAGE).build(), TIME_LIMIT));
    }
}
