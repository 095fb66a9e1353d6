package dev.countersign.server.people.passkey;

import static dev.countersign.server.people.passkey.PasskeyFixture.BROWSER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.server.people.passkey.Ceremonies.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of credentials that no browser sends. */
class CeremonyTextTest {
    private static final List<String> FIELDS =
            List.of("clientDataJSON", "attestationObject", "authenticatorData", "signature");

    @TempDir
    private Path folder;

    private PasskeyFixture passkeys;
    private String registration;
    private String authentication;
    private Passkey passkey;

    @BeforeEach
    void makeBoth() {
        passkeys = new PasskeyFixture(folder);
        registration = passkeys.phone.create(passkeys.services.passkeys().options(passkeys.ada, BROWSER));
        passkey = ((Passkeys.Added.Done) passkeys.add(registration)).passkey();
        passkeys.phone.counter++;
        authentication = passkeys.phone.get(passkeys.services.signIn().options(BROWSER));
    }

    @AfterEach
    void close() {
        passkeys.close();
    }

    @Test
    void textOfAnotherFormIsNoCredential() {
        var texts = new ArrayList<>(List.of("", "null", "[]", "{}", "\"\"", "{\"response\":1}", "{\"rawId\":\"AA\"}"));
        texts.add(registration.replace("clientDataJSON", "other"));
        texts.add(registration.replace("attestationObject", "other"));
        texts.add(registration + " ".repeat(16 * 1024));
        for (String text : texts) {
            assertThat(CeremonyText.registration(text)).as(text).isEmpty();
        }
        texts.add(registration);
        for (String name : List.of("rawId", "clientDataJSON", "authenticatorData", "signature")) {
            texts.add(authentication.replace(name, "other"));
        }
        for (String text : texts) {
            assertThat(CeremonyText.authentication(text)).as(text).isEmpty();
            assertThat(passkeys.signIn(text)).isEqualTo(new PasskeySignIn.Attempt.Unreadable());
        }
    }

    /** The seed is fixed, so that a failure happens again. */
    @Test
    void changedOctetsAreRefusedAndNeverAFault() {
        var random = new Random(20_261_130);
        int valid = 0;
        for (int i = 0; i < 3_000; i++) {
            String changed = change(registration, random);
            var read = CeremonyText.registration(changed);
            if (read.isPresent()
                    && new Ceremonies(passkeys.party)
                                    .verify(read.get().data(), read.get().challenge())
                            instanceof Verdict.Valid) {
                valid++;
            }
            assertThat(verify(change(authentication, random)))
                    .as("a signature covers all")
                    .isFalse();
        }
        assertThat(valid).as("nothing signs a registration").isLessThan(3_000);
        assertThat(verify(authentication)).isTrue();
    }

    private boolean verify(String credential) {
        return CeremonyText.authentication(credential)
                .filter(read -> new Ceremonies(passkeys.party).verify(read.data(), read.challenge(), passkey)
                        instanceof Verdict.Valid)
                .isPresent();
    }

    /** The credential with one to four octets of one of its fields changed, or the field cut. */
    private static String change(String credential, Random random) {
        var members = new LinkedHashMap<>(SoftAuthenticator.members(credential));
        var response = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) members.get("response")).forEach((name, value) -> response.put((String) name, value));
        List<String> fields =
                FIELDS.stream().filter(name -> response.containsKey(name)).toList();
        String field = fields.get(random.nextInt(fields.size()));
        byte[] octets = Base64Url.decode((String) response.get(field)).orElseThrow();
        byte[] changed = octets.clone();
        if (random.nextInt(4) == 0) {
            changed = Arrays.copyOf(octets, random.nextInt(octets.length));
        } else {
            for (int i = 0; i <= random.nextInt(4); i++) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            }
        }
        response.put(field, Base64Url.encode(Arrays.equals(changed, octets) ? new byte[0] : changed));
        members.put("response", response);
        return JsonText.text(members);
    }
}
