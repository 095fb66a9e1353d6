package dev.countersign.e2e;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorder of faults in a browser window: script errors, violations of the content security policy, dialogs, failed
 * responses, and requests to other servers.
 */
final class BrowserFaults {
    /** Chromium's own remark on an answer, which is judged here as an answer. */
    private static final String REMARK = "Failed to load resource: the server responded with a status of";

    /**
     * A page looks for news by itself, also in the moment in which its test ends the server. Whoever wanted something from
     * a server that is gone notices by that.
     */
    private static final String GONE = "Failed to load resource: net::ERR_CONNECTION_";

    private final String origin;
    private final List<String> permitted = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    BrowserFaults(BrowserContext window, String origin) {
        this.origin = origin;
        window.onConsoleMessage(this::record);
        window.onWebError(error -> seen.add("script error: " + error.error()));
        window.onDialog(this::refuse);
        window.onRequest(this::follow);
        window.onResponse(this::judge);
    }

    List<String> seen() {
        return List.copyOf(seen);
    }

    /** Takes away what a test has provoked; fails when there was nothing of the kind. */
    void expect(String part) {
        if (!seen.removeIf(fault -> fault.contains(part))) {
            throw new AssertionError("no fault with \"" + part + "\" among " + seen);
        }
    }

    /** Leaves the pages of another server alone, to which the console sends its visitors. */
    void permit(String other) {
        permitted.add(other + "/");
    }

    private boolean isPermitted(String url) {
        return permitted.stream().anyMatch(url::startsWith);
    }

    private void record(ConsoleMessage message) {
        if (isPermitted(message.location())) {
            return;
        }
        boolean bad = message.type().equals("error") || message.type().equals("warning");
        boolean known = message.text().startsWith(REMARK) || message.text().startsWith(GONE);
        if (bad && !known) {
            seen.add("console " + message.type() + ": " + message.text());
        }
    }

    private void refuse(Dialog dialog) {
        // Asked when a page with unsaved input is left: not a script of somebody else's.
        if (!dialog.type().equals("beforeunload")) {
            seen.add("dialog: " + dialog.message());
        }
        dialog.dismiss();
    }

    private void follow(Request request) {
        String url = request.url();
        if (url.startsWith("http") && !isPermitted(url) && !url.equals(origin) && !url.startsWith(origin + "/")) {
            seen.add("request to a stranger: " + url);
        }
    }

    private void judge(Response response) {
        if (isPermitted(response.url())) {
            return;
        }
        boolean part = switch (response.request().resourceType()) {
            case "document", "xhr", "fetch" -> false;
            default -> true;
        };
        if (response.status() >= (part ? 400 : 500)) {
            seen.add("answer " + response.status() + ": " + response.url());
        }
    }
}
