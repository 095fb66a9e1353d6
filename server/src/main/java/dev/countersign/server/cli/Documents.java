package dev.countersign.server.cli;

import dev.countersign.server.remote.CallFailedException;
import dev.countersign.server.remote.Json;
import tools.jackson.databind.node.ObjectNode;

/** JSON documents that commands are handed. */
final class Documents {
    private Documents() {}

    /** The JSON object in a file, or in the standard input. */
    static ObjectNode object(Inputs inputs, String file) throws CallFailedException {
        try {
            return Json.readObject(inputs.bytes(file));
        } catch (Json.UnreadableException malformed) {
            throw CallFailedException.data("%s cannot be read: %s".formatted(Inputs.name(file), malformed.problem()));
        }
    }
}
