package dev.countersign.cli.resource;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.Certificates;
import dev.countersign.cli.command.InputDocuments;
import dev.countersign.cli.command.Inputs;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Key source of an issuer in options: one of three kinds. */
final class IssuerKeySources {
    private static final String URL = "--jwks-url";
    private static final String CERTIFICATE = "--certificate";
    private static final String ADD_CERTIFICATE = "--add-certificate";
    private static final String SET = "--jwks";
    static final String TRUSTED = "--trusted-certificate";
    private static final String TOKEN_FILE = "--bearer-token-file";
    private static final List<String> SOURCES = List.of("jwks_url", "certificates", "jwks");
    private static final List<String> ALL =
            List.of("jwks_url", "certificates", "jwks", "trusted_certificates", "bearer_token_file");

    private IssuerKeySources() {}

    static void fill(Patch patch, Inputs inputs, Kind.Existing existing) throws CallFailedException {
        Arguments arguments = patch.arguments();
        arguments.atMostOne(URL, CERTIFICATE, SET);
        arguments.atMostOne(URL, ADD_CERTIFICATE, SET);
        Optional<ObjectNode> keys = given(arguments, inputs, existing);
        if (keys.isPresent()) {
            access(arguments, inputs, keys.get());
            if (!existing.isNone()) {
                // in a merge patch, members that are not named remain unchanged
                boolean onlyAccess = SOURCES.stream().noneMatch(keys.get()::has);
                (onlyAccess ? List.<String>of() : ALL).forEach(kind -> {
                    if (!keys.get().has(kind)) {
                        keys.get().putNull(kind);
                    }
                });
            }
            patch.put("keys", keys.get());
        }
    }

    private static Optional<ObjectNode> given(Arguments arguments, Inputs inputs, Kind.Existing existing)
            throws CallFailedException {
        ObjectNode keys = RemoteJson.object();
        Optional<String> url = arguments.text(URL);
        Optional<String> set = arguments.text(SET);
        if (url.isPresent()) {
            return Optional.of(keys.put("jwks_url", url.get()));
        }
        if (set.isPresent()) {
            keys.set("jwks", InputDocuments.publicKeys(inputs, set.get()));
            return Optional.of(keys);
        }
        if (arguments.isGiven(CERTIFICATE) || arguments.isGiven(ADD_CERTIFICATE)) {
            keys.set("certificates", certificates(arguments, inputs, existing));
            return Optional.of(keys);
        }
        return arguments.isGiven(TRUSTED) || arguments.isGiven(TOKEN_FILE) ? Optional.of(keys) : Optional.empty();
    }

    /** Adds what the fetch of a JWK set needs besides its URL; an empty value removes it. */
    private static void access(Arguments arguments, Inputs inputs, ObjectNode keys) throws CallFailedException {
        authorities(arguments, inputs, keys);
        Optional<String> file = arguments.text(TOKEN_FILE);
        if (file.isPresent()) {
            keys.set("bearer_token_file", file.get().isEmpty() ? Patch.nothing() : Patch.textNode(file.get()));
        }
    }

    /** Adds the content of the files with authorities, if there are such options. */
    static void authorities(Arguments arguments, Inputs inputs, ObjectNode keys) throws CallFailedException {
        Optional<List<String>> authorities = arguments.texts(TRUSTED);
        if (authorities.isPresent()) {
            ArrayNode pem = RemoteJson.array();
            List<String> files =
                    authorities.get().stream().filter(file -> !file.isEmpty()).toList();
            Certificates.pem(inputs, files).forEach(pem::add);
            keys.set("trusted_certificates", pem);
        }
    }

    private static ArrayNode certificates(Arguments arguments, Inputs inputs, Kind.Existing existing)
            throws CallFailedException {
        ArrayNode certificates = RemoteJson.array();
        if (!arguments.isGiven(CERTIFICATE)) {
            existing.document()
                    .ifPresent(
                            issuer -> issuer.path("keys").path("certificates").forEach(certificates::add));
        }
        Certificates.pem(inputs, arguments.texts(CERTIFICATE).orElse(List.of())).forEach(certificates::add);
        Certificates.pem(inputs, arguments.texts(ADD_CERTIFICATE).orElse(List.of()))
                .forEach(certificates::add);
        return certificates;
    }

    /** Short description of an issuer's keys. */
    static String describe(JsonNode keys) {
        if (keys.has("jwks_url")) {
            return keys.path("jwks_url").asString("");
        }
        if (keys.has("certificates")) {
            return count(keys.path("certificates").size(), "certificate");
        }
        return count(keys.path("jwks").path("keys").size(), "key");
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
