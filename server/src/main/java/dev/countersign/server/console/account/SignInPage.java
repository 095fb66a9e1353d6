package dev.countersign.server.console.account;

import dev.countersign.server.console.form.Fields;

/**
 * The form one signs in by.
 *
 * @param to where the visitor wanted to go, below the root of the console; empty for the start
 */
public record SignInPage(Fields fields, String to) {}
