package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ory Hydra 2: trusted grant issuers, JWK sets and clients, as its administrative API and its command line print them. */
final class HydraProduct implements OtherProduct {
    @Override
    public String name() {
        return "hydra";
    }

    @Override
    public String title() {
        return "Ory Hydra";
    }

    @Override
    public String files() {
        return "An answer of /admin/trust/grants/jwt-bearer/issuers, of /admin/keys/SET for each of their sets of keys, or of"
                + " /admin/clients; what hydra list or get prints in JSON; or a folder of them.";
    }

    @Override
    public String example() {
        return "issuers.json keys.json clients.json";
    }

    @Override
    public void read(List<ExportedDocument> documents, Migration migration) throws CallFailedException {
        var grants = new ArrayList<ObjectNode>();
        var keys = new ArrayList<ObjectNode>();
        var clients = new ArrayList<ObjectNode>();
        for (ExportedDocument document : documents) {
            for (ObjectNode record : items(document).records(this)) {
                if (record.path("keys").isArray()) {
                    keys.addAll(new ExportedDocument(document.file(), record.path("keys")).records(this));
                } else if (ExportedDocument.has(record, "client_id")) {
                    clients.add(record);
                } else if (ExportedDocument.has(record, "issuer")) {
                    grants.add(record);
                } else {
                    throw document.unknown(this);
                }
            }
        }
        new HydraIssuers(migration, keys).read(grants);
        for (ObjectNode client : clients) {
            new HydraClients(migration).read(client);
        }
    }

    /** The command line wraps lists. */
    private static ExportedDocument items(ExportedDocument document) {
        JsonNode items = document.root().path("items");
        return items.isArray() ? new ExportedDocument(document.file(), items) : document;
    }
}
