package dev.countersign.server.people.passkey;

import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.util.exception.WebAuthnException;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.Base64Url;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Credential as a browser sends it after a ceremony: the JSON of {@code PublicKeyCredential.toJSON()} (WebAuthn Level 3
 * §5.1). Text of any other form is no credential.
 */
final class CeremonyText {
    private static final int LONGEST = 16 * 1024;

    private CeremonyText() {}

    /** Parsed data of a ceremony, and the challenge in it. */
    record Read<T>(T data, Challenge challenge) {}

    /** The data of a registration. */
    static Optional<Read<RegistrationData>> registration(String json) {
        return response(json)
                .flatMap(response -> bytes(response, "clientDataJSON")
                        .flatMap(client -> bytes(response, "attestationObject")
                                .map(object -> new RegistrationRequest(object, client))))
                .flatMap(request -> read(
                        () -> Ceremonies.Library.MANAGER.parse(request), RegistrationData::getCollectedClientData));
    }

    /** The data of an authentication. A missing user handle is an empty one. */
    static Optional<Read<AuthenticationData>> authentication(String json) {
        return members(json)
                .flatMap(members -> bytes(members, "rawId")
                        .flatMap(id -> object(members, "response").flatMap(response -> request(id, response))))
                .flatMap(request -> read(
                        () -> Ceremonies.Library.MANAGER.parse(request), AuthenticationData::getCollectedClientData));
    }

    /** The passkey that an authentication names. */
    static Optional<PasskeyId> credentialId(String json) {
        return members(json).flatMap(members -> bytes(members, "rawId")).map(PasskeyId::of);
    }

    private static Optional<AuthenticationRequest> request(byte[] id, Map<?, ?> response) {
        Optional<byte[]> user = bytes(response, "userHandle");
        return bytes(response, "clientDataJSON")
                .flatMap(client -> bytes(response, "authenticatorData")
                        .flatMap(authenticator -> bytes(response, "signature")
                                .map(signature -> new AuthenticationRequest(
                                        id, user.orElse(new byte[0]), authenticator, client, signature))));
    }

    private interface Parsing<T> {
        T parse();
    }

    /** Parses octets of a stranger. Besides its own exceptions, the library throws those of the parsers under it. */
    private static <T> Optional<Read<T>> read(
            Parsing<T> parsing, Function<T, @Nullable CollectedClientData> clientData) {
        try {
            T data = parsing.parse();
            return Optional.ofNullable(clientData.apply(data))
                    .map(CollectedClientData::getChallenge)
                    .map(challenge -> new Read<>(data, challenge));
        } catch (WebAuthnException | JacksonException | IllegalArgumentException | BufferUnderflowException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Map<?, ?>> response(String json) {
        return members(json).flatMap(members -> object(members, "response"));
    }

    private static Optional<Map<String, Object>> members(String json) {
        return json.length() <= LONGEST
                        && StrictJson.readObject(json.getBytes(StandardCharsets.UTF_8)) instanceof Parsed.Read(var read)
                ? Optional.of(read)
                : Optional.empty();
    }

    private static Optional<Map<?, ?>> object(Map<?, ?> members, String name) {
        return members.get(name) instanceof Map<?, ?> object ? Optional.of(object) : Optional.empty();
    }

    private static Optional<byte[]> bytes(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text ? Base64Url.decode(text) : Optional.empty();
    }
}
