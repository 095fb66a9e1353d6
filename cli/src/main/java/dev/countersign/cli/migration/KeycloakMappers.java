package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The protocol mappers of a client and of its scopes.
 *
 * @param lightweight whether the access tokens of the client are lightweight, for which mappers have another setting
 */
record KeycloakMappers(Migration migration, boolean lightweight) {
    private static final String SCRIPT = "script";
    private static final String AUDIENCE_MAPPER = "oidc-audience-mapper";
    private static final String OF_OTHER_TOKENS = "It changes other tokens than access tokens.";

    /** Settings of an audience mapper about the tokens in which the audience is. */
    private static final String[] OF_AUDIENCES = {
        "access.token.claim",
        "id.token.claim",
        "introspection.token.claim",
        "lightweight.claim",
        "userinfo.token.claim",
        "included.client.audience",
        "included.custom.audience"
    };

    /** Reports the audiences of a scope that a request has to name. */
    void reportOnDemand(ApplicationDraft draft, String member, ForeignRecord holder) throws CallFailedException {
        for (ForeignRecord mapper : holder.list("protocolMappers")) {
            if (mapper.text("protocolMapper").orElse("").equals(AUDIENCE_MAPPER)) {
                Optional<String> audience = audience(mapper.part("config"));
                audience.ifPresent(added -> draft.differs(
                        member,
                        "It adds the audience %s to tokens with this scope. Here audiences do not depend on scopes; add it to audiences if it is needed."
                                .formatted(added)));
            }
        }
    }

    /** The audience that a mapper adds to access tokens. The custom one counts only if no client is chosen. */
    private Optional<String> audience(Optional<ForeignRecord> config) throws CallFailedException {
        return config.isPresent() && config.get().flag(false, setting())
                ? config.get().text("included.client.audience", "included.custom.audience")
                : Optional.empty();
    }

    /** The setting by which a mapper changes access tokens. */
    private String setting() {
        return lightweight ? "lightweight.claim" : "access.token.claim";
    }

    /** The audiences that mappers add; what other mappers do is reported. */
    List<String> audiences(ApplicationDraft draft, String member, ForeignRecord holder) throws CallFailedException {
        var audiences = new ArrayList<String>();
        for (ForeignRecord mapper : holder.list("protocolMappers")) {
            String kind = mapper.text("protocolMapper").orElse("");
            String at = "%s \"%s\"".formatted(member, mapper.text("name").orElse(""));
            Optional<ForeignRecord> config = mapper.part("config");
            if (kind.equals(AUDIENCE_MAPPER)) {
                Optional<String> audience = audience(config);
                audience.ifPresentOrElse(audiences::add, () -> draft.leftOut(at, OF_OTHER_TOKENS));
                config.ifPresent(settings -> settings.ignoring(OF_AUDIENCES));
            } else {
                // a kind that is not known may have no such setting
                boolean changes = config.isEmpty() || config.get().flag(true, setting());
                other(draft, at, kind, changes);
                config.ifPresent(ForeignRecord::ignoringAll);
            }
            mapper.ignoring("id", "protocol", "consentRequired", "consentText");
            migration.report().unknown(holder.label(), mapper.unread());
        }
        return audiences;
    }

    private static void other(ApplicationDraft draft, String at, String kind, boolean changes) {
        if (!changes) {
            draft.leftOut(at, OF_OTHER_TOKENS);
        } else if (kind.contains(SCRIPT)) {
            draft.undecided(
                    at, "A script cannot be carried. Claims are copied from the assertion: claims of an issuer.");
        } else if (!kind.equals("oidc-usersessionmodel-note-mapper")) {
            draft.differs(
                    at,
                    "It adds a claim from what Keycloak knows. Here claims are copied from the assertion: claims of an"
                            + " issuer.");
        }
    }
}
