package dev.countersign.server.console.page;

import java.util.List;

/**
 * An entry of the menu.
 *
 * @param path of the page below the root of the console
 */
public record MenuEntry(String name, String path) {
    /** The entries in every organization. */
    public static final List<MenuEntry> COMMON = List.of(
            new MenuEntry("Home", ""),
            new MenuEntry("Connections", "/connections"),
            new MenuEntry("Applications", "/applications"),
            new MenuEntry("Try it", "/try"),
            new MenuEntry("Activity", "/activity"),
            new MenuEntry("APIs", "/apis"),
            new MenuEntry("Signing keys", "/signing-keys"),
            new MenuEntry("Administrators", "/administrators"),
            new MenuEntry("Settings", "/settings"),
            new MenuEntry("Help", "/docs"));

    /** The page above those of the own passkeys and tokens; the head of each page leads to it. */
    public static final MenuEntry ACCOUNT = new MenuEntry("Your account", "/account");

    /** The entry of the root organization alone. */
    public static final MenuEntry ORGANIZATIONS = new MenuEntry("Organizations", "/organizations");
}
