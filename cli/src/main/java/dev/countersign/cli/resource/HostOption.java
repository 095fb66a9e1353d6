package dev.countersign.cli.resource;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The option for a host name of an organization; the lines of the console have the same form. */
final class HostOption {
    static final String NAME = "--host";

    private static final int WITH_FILES = 3;

    private HostOption() {}

    static OptionSpec option() {
        return Options.texts(
                NAME,
                "NAME[,CERT,KEY]",
                "A host name of its own, such as auth.example.com, with the files of its TLS certificate and key on the"
                        + " server. May be repeated; the first one is that of the issuer identifier, and '' is none.");
    }

    /** The hosts of all options; empty when there is no option. */
    static Optional<ArrayNode> read(Arguments arguments) throws CallFailedException {
        Optional<List<String>> given = arguments.texts(NAME);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        ArrayNode hosts = RemoteJson.array();
        for (String text : given.get()) {
            if (!text.isBlank()) {
                hosts.add(host(text));
            }
        }
        return Optional.of(hosts);
    }

    private static ObjectNode host(String text) throws CallFailedException {
        String[] parts = text.split(",", -1);
        if (parts.length != 1 && parts.length != WITH_FILES) {
            throw CallFailedException.usage(
                    "%s is NAME or NAME,CERT,KEY: a certificate has two files.".formatted(NAME));
        }
        ObjectNode host = RemoteJson.object().put("name", parts[0].strip());
        if (parts.length == WITH_FILES) {
            host.put("certificate_file", parts[1].strip()).put("key_file", parts[2].strip());
        }
        return host;
    }
}
