package dev.countersign.cli.command;

import dev.countersign.base.file.OwnerOnlyFile;
import dev.countersign.base.text.FailureText;
import dev.countersign.cli.remote.ApiCall;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * File for generated secrets, readable by its owner only. It is created before the call, because the server returns a
 * secret only once.
 *
 * @param option the option with the file name; without it the secrets remain in the response
 * @param member the member of the response with the secrets
 * @param pathMember the member that names the file instead
 * @param remain the clause for a file that cannot be written, such as "the secret is below, this once"
 */
public record SecretFile(
        String option, String member, String pathMember, String remain, Function<JsonNode, byte[]> content) {

    /** Makes the call; returns its response, without the secrets if they were written to the file. */
    public ApiResponse keeping(CommandSession session, ApiCall call) throws CallFailedException {
        Optional<String> name = session.arguments().text(option);
        if (name.isEmpty()) {
            return call.make();
        }
        Path file = Inputs.path(name.get());
        try {
            OwnerOnlyFile.create(file, new byte[0]);
        } catch (IOException refused) {
            throw CallFailedException.cannotCreate("%s cannot be made: %s".formatted(file, FailureText.of(refused)));
        }
        boolean isKept = false;
        try {
            ApiResponse answer = call.make();
            isKept = keep(session, file, answer);
            return answer;
        } finally {
            if (!isKept) {
                discard(session, file);
            }
        }
    }

    private boolean keep(CommandSession session, Path file, ApiResponse answer) {
        JsonNode secrets = answer.json().path(member);
        boolean isNone = !secrets.isString() && secrets.isEmpty();
        if (isNone || !(answer.json() instanceof ObjectNode document)) {
            return false;
        }
        try {
            OwnerOnlyFile.fill(file, content.apply(secrets));
        } catch (IOException full) {
            session.screen().note("%s cannot be written (%s); %s.".formatted(file, FailureText.of(full), remain));
            return false;
        }
        document.remove(member);
        document.put(pathMember, file.toAbsolutePath().toString());
        return true;
    }

    private static void discard(CommandSession session, Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException refused) {
            session.screen().note("%s cannot be removed: %s".formatted(file, FailureText.of(refused)));
        }
    }
}
