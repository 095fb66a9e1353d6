package dev.countersign.server.admin.resource;

import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.notice.CurrentNotice;
import dev.countersign.server.notice.NoticeServices;
import dev.countersign.server.registry.field.JsonValues;
import java.util.List;
import java.util.Map;

/** Endpoints of the notices, and of the messages about them that were not delivered. */
public record NoticeResource(NoticeServices notices) {

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/notices", _ -> list()),
                Endpoint.post(
                        "/notices/deliveries/retry",
                        Body.NONE,
                        call -> AdminResponse.ok(
                                Map.of("retried", notices.undelivered().retry(call.administrator())))));
    }

    private AdminResponse list() {
        return AdminResponse.ok(JsonValues.object(
                "notices",
                notices.open().list().stream().map(CurrentNotice::document).toList(),
                "undelivered",
                notices.undelivered().count()));
    }
}
