package dev.countersign.server.console;

/**
 * The form one signs in by.
 *
 * @param to where the visitor wanted to go, below the root of the console; empty for the start
 */
record SignInPage(Fields fields, String to) {}
