package dev.countersign.server.console.account;

import java.util.List;
import java.util.Map;

/**
 * The page on which the browser makes or uses a passkey. Its script fills in the field {@code credential} and sends the
 * form.
 *
 * @param ceremony {@code create} or {@code get}
 * @param options for the browser, as JSON
 * @param origin where passkeys of this console can be used
 * @param action target of the form, below the root of the console
 * @param hidden further fields of the form
 * @param back page to return to, below the root of the console
 * @param faults sentences about an earlier attempt
 */
public record CeremonyPage(
        String ceremony,
        String options,
        String origin,
        String action,
        Map<String, String> hidden,
        String back,
        List<String> faults) {
    static final String TEMPLATE = "passkey-ceremony.jte";
    /** The field with the credential. */
    static final String CREDENTIAL = "credential";

    static final String UNREADABLE = "The browser sent no passkey that can be read. Try again.";

    public CeremonyPage {
        faults = List.copyOf(faults);
    }
}
