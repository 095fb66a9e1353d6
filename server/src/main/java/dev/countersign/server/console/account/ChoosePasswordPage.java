package dev.countersign.server.console.account;

import dev.countersign.server.console.form.Fields;

/**
 * The form that a one-time link opens.
 *
 * @param code of the link
 * @param action where the form is sent, below the root of the console
 */
public record ChoosePasswordPage(
        Fields fields, String code, String action, String introduction, boolean asksUsername, String button) {}
