package dev.countersign.server.console.account;

import dev.countersign.server.console.form.Fields;

/**
 * The sign-in form.
 *
 * @param to requested page, below the root of the console; empty for the overview
 */
public record SignInPage(Fields fields, String to) {}
