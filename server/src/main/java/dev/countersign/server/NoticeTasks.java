package dev.countersign.server;

import dev.countersign.core.jose.signing.KeyedHash;
import dev.countersign.server.config.WebhookSettings;
import dev.countersign.server.net.JwksUrlCheck;
import dev.countersign.server.net.WebhookCalls;
import dev.countersign.server.notice.NoticeWebhook;
import dev.countersign.server.run.PeriodicTasks;
import dev.countersign.server.run.StartRefusedException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The periodic computation of notices, and the delivery of messages about them. */
final class NoticeTasks {
    private static final Duration SOON = Duration.ofSeconds(1);

    /** A notice that no node has seen for some of these periods has ended. */
    private static final Duration PERIOD = Duration.ofSeconds(15);

    private static final System.Logger LOG = System.getLogger(NoticeTasks.class.getName());

    private NoticeTasks() {}

    /** Starts the tasks; only what is in memory is computed, so that organizations that are not used cost nothing. */
    static List<PeriodicTasks> start(
            SharedParts shared, Optional<NoticeWebhook> webhook, OrganizationParts root, ServedOrganizations others) {
        shared.meters().notices(gauge -> {
            root.countNotices(gauge);
            others.made().forEach(parts -> parts.countNotices(gauge));
        });
        var tasks = new PeriodicTasks("notices");
        tasks.add("notices", SOON, PERIOD, () -> {
            watch(root, webhook);
            others.made().forEach(parts -> watch(parts, webhook));
            webhook.ifPresent(NoticeWebhook::endOfDisabled);
        });
        // with a thread of their own: a slow receiver does not delay what it is told of
        var deliveries = new PeriodicTasks("notice-deliveries");
        webhook.ifPresent(sender -> deliveries.add("webhook of notices", SOON, SOON, sender::run));
        return List.of(tasks, deliveries);
    }

    /** A fault in one organization leaves the others watched. */
    private static void watch(OrganizationParts parts, Optional<NoticeWebhook> webhook) {
        try {
            parts.watch(webhook.isPresent());
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, "The notices of an organization cannot be computed", fault);
        }
    }

    /** The webhook, if one is configured. */
    static Optional<NoticeWebhook> webhook(SharedParts shared) throws StartRefusedException {
        Optional<WebhookSettings> settings = shared.deployment().noticeWebhook();
        return settings.isPresent() ? Optional.of(webhook(shared, settings.get())) : Optional.empty();
    }

    private static NoticeWebhook webhook(SharedParts shared, WebhookSettings settings) throws StartRefusedException {
        Optional<String> objection = new JwksUrlCheck(shared.outbound()).objection(settings.url());
        if (objection.isPresent()) {
            throw StartRefusedException.configuration("notices.webhook.url: " + objection.get());
        }
        var calls = new WebhookCalls(shared.outbound().within(settings.timeout()));
        return new NoticeWebhook(
                shared.database().noticeDeliveries(),
                (body, headers) -> calls.post(settings.url(), body, headers),
                KeyedHash.of(settings.secret()),
                Wiring.CLOCK);
    }
}
