package dev.countersign.server.console.account;

import dev.countersign.server.console.form.Fields;

/**
 * The form opened by a one-time link.
 *
 * @param code of the link
 * @param action target of the form, below the root of the console
 * @param passkey whether a passkey may be made in the place of a password
 */
public record ChoosePasswordPage(
        Fields fields,
        String code,
        String action,
        String introduction,
        boolean asksUsername,
        String button,
        boolean passkey) {}
