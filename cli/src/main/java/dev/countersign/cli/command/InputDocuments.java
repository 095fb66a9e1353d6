package dev.countersign.cli.command;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.core.jose.certificate.PrivateKeys;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** JSON documents in the input of commands. */
public final class InputDocuments {
    private InputDocuments() {}

    /** The JWK set in a file or the standard input. A set with a private key is not sent. */
    public static ObjectNode publicKeys(Inputs inputs, String file) throws CallFailedException {
        byte[] content = inputs.bytes(file);
        if (PrivateKeys.mayBeIn(new String(content, StandardCharsets.UTF_8))) {
            throw CallFailedException.data(
                    "The file %s contains a private key, which must not be sent. Give a file with the public keys only."
                            .formatted(Inputs.name(file)));
        }
        return object(file, content);
    }

    /** The JSON object in a file or the standard input. */
    public static ObjectNode object(Inputs inputs, String file) throws CallFailedException {
        return object(file, inputs.bytes(file));
    }

    private static ObjectNode object(String file, byte[] content) throws CallFailedException {
        try {
            return RemoteJson.readObject(content);
        } catch (RemoteJson.UnreadableException malformed) {
            throw CallFailedException.data("%s cannot be read: %s".formatted(Inputs.name(file), malformed.problem()));
        }
    }
}
