package dev.countersign.server.people.passkey;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.Base64Url;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Authenticator and browser in one, with a single ES256 passkey. A test changes the one thing it is about. */
final class SoftAuthenticator {
    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;

    private final KeyPair keys;
    private final byte[] credentialId = new byte[20];
    private byte[] userHandle = new byte[0];

    String origin;
    String rpId;
    boolean verifiesUser = true;
    boolean crossOrigin;
    long counter = 1;

    SoftAuthenticator(RelyingParty party, int number) {
        this.origin = party.origin();
        this.rpId = party.id();
        Arrays.fill(credentialId, (byte) number);
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    PasskeyId id() {
        return PasskeyId.of(credentialId);
    }

    void userHandle(String handle) {
        userHandle = handle.getBytes(StandardCharsets.UTF_8);
    }

    /** Makes the passkey. */
    String create(String options) {
        Map<?, ?> user = (Map<?, ?>) members(options).get("user");
        userHandle = Base64Url.decode((String) user.get("id")).orElseThrow();
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xA3, 0x63, 'f', 'm', 't', 0x64, 'n', 'o', 'n', 'e', 0x67});
        out.writeBytes("attStmt".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {(byte) 0xA0, 0x68});
        out.writeBytes("authData".getBytes(StandardCharsets.US_ASCII));
        byte[] data = authenticatorData(true);
        out.writeBytes(new byte[] {0x58, (byte) data.length});
        out.writeBytes(data);
        var response = new LinkedHashMap<String, Object>();
        response.put("clientDataJSON", Base64Url.encode(clientData("webauthn.create", options)));
        response.put("attestationObject", Base64Url.encode(out.toByteArray()));
        return credential(response);
    }

    /** Signs in with the passkey. */
    String get(String options) {
        byte[] client = clientData("webauthn.get", options);
        byte[] data = authenticatorData(false);
        var response = new LinkedHashMap<String, Object>();
        response.put("clientDataJSON", Base64Url.encode(client));
        response.put("authenticatorData", Base64Url.encode(data));
        response.put("userHandle", Base64Url.encode(userHandle));
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(MessageDigest.getInstance("SHA-256").digest(client));
            response.put("signature", Base64Url.encode(signature.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
        return credential(response);
    }

    private String credential(Map<String, Object> response) {
        String id = Base64Url.encode(credentialId);
        return JsonText.text(Map.of("id", id, "rawId", id, "type", "public-key", "response", response));
    }

    private byte[] clientData(String type, String options) {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", type);
        members.put("challenge", members(options).get("challenge"));
        members.put("origin", origin);
        members.put("crossOrigin", crossOrigin);
        return JsonText.write(members);
    }

    private byte[] authenticatorData(boolean withKey) {
        int flags = USER_PRESENT | (verifiesUser ? USER_VERIFIED : 0) | (withKey ? ATTESTED : 0);
        byte[] key = withKey ? attested() : new byte[0];
        try {
            return ByteBuffer.allocate(37 + key.length)
                    .put(MessageDigest.getInstance("SHA-256").digest(rpId.getBytes(StandardCharsets.UTF_8)))
                    .put((byte) flags)
                    .putInt((int) counter)
                    .put(key)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** No model, the credential id, and the COSE key. */
    private byte[] attested() {
        var point = ((ECPublicKey) keys.getPublic()).getW();
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[16]);
        out.writeBytes(new byte[] {0, (byte) credentialId.length});
        out.writeBytes(credentialId);
        out.writeBytes(new byte[] {(byte) 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
        out.writeBytes(coordinate(point.getAffineX()));
        out.writeBytes(new byte[] {0x22, 0x58, 0x20});
        out.writeBytes(coordinate(point.getAffineY()));
        return out.toByteArray();
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] signed = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(signed.length, fixed.length);
        System.arraycopy(signed, signed.length - length, fixed, fixed.length - length, length);
        return fixed;
    }

    static Map<String, Object> members(String json) {
        return StrictJson.readObject(json.getBytes(StandardCharsets.UTF_8)) instanceof Parsed.Read(var members)
                ? members
                : Map.of();
    }
}
