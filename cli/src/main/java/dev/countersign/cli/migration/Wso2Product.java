package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** WSO2 Identity Server 7: exported identity providers and applications, and answers of its REST API. */
final class Wso2Product implements OtherProduct {
    @Override
    public String name() {
        return "wso2";
    }

    @Override
    public String title() {
        return "WSO2 Identity Server";
    }

    @Override
    public String files() {
        return "An identity provider or an application as it is exported, in JSON, XML or YAML; an answer of /api/server/v1:"
                + " identity-providers/ID, applications/ID, its inbound-protocols/oidc, or its authorized-apis; or a folder of them.";
    }

    @Override
    public String example() {
        return "partner.xml orders-app.yaml";
    }

    @Override
    public void read(List<ExportedDocument> documents, Migration migration) throws CallFailedException {
        var issuers = new Wso2Issuers(migration);
        var applications = new Wso2Applications(migration);
        for (ExportedDocument document : documents) {
            if (document.root() instanceof ObjectNode list
                    && list.path("identityProviders").isArray()) {
                for (JsonNode element : list.path("identityProviders")) {
                    take(new ExportedDocument(document.file(), element), issuers, applications);
                }
            } else {
                take(document, issuers, applications);
            }
        }
        applications.read();
    }

    private void take(ExportedDocument document, Wso2Issuers issuers, Wso2Applications applications)
            throws CallFailedException {
        if (document.root().isArray() && document.root().isEmpty()) {
            applications.takeApis(List.of());
            return;
        }
        var apis = new ArrayList<ObjectNode>();
        for (ObjectNode record : document.records(this)) {
            if (ExportedDocument.has(record, "authorizedScopes")) {
                apis.add(record);
            } else if (ExportedDocument.has(
                    record, "identityProviderName", "idpIssuerName", "federatedAuthenticators")) {
                issuers.read(record);
            } else if (ExportedDocument.has(
                    record, "applicationName", "inboundProtocols", "inboundProtocolConfiguration")) {
                applications.take(record);
            } else if (ExportedDocument.has(record, "grantTypes") && ExportedDocument.has(record, "clientId")) {
                applications.takeProtocol(record);
            } else {
                throw document.unknown(this);
            }
        }
        if (!apis.isEmpty()) {
            applications.takeApis(apis);
        }
    }
}
