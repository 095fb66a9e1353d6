package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.WrittenRequests.Reply;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A visitor of the console of an organization, without a browser: cookies, links and forms as text. */
final class ConsoleVisitor {
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");
    private static final Pattern LINK =
            Pattern.compile("(method=\"get\" action|href|action|formaction|hx-get|hx-post)=\"([^\"#?]*)[^\"]*\"");
    private static final Set<String> READS = Set.of("method=\"get\" action", "href", "hx-get");
    private static final Pattern ID = Pattern.compile("[0-9]+|[0-9a-v]{26}|[0-9a-f]{32}");

    private final OrganizationSite site;
    private final Map<String, String> cookies = new TreeMap<>();

    ConsoleVisitor(OrganizationSite site) {
        this.site = site;
    }

    /** The first administrator, who opens the link of the organization. */
    static ConsoleVisitor first(OrganizationSite site) {
        var visitor = new ConsoleVisitor(site);
        Reply welcome = visitor.choosePassword(code(site.administratorLink()), "/setup");
        assertThat(welcome.status()).as(welcome.body()).isEqualTo(303);
        return visitor;
    }

    static String code(String link) {
        return link.substring(link.indexOf("code=") + "code=".length());
    }

    OrganizationSite site() {
        return site;
    }

    /** The cookies of the visitor, which a test may change. */
    Map<String, String> cookies() {
        return cookies;
    }

    /** The cookie of this kind. */
    String cookie(String kind) {
        return cookies.getOrDefault(name(kind), "");
    }

    String name(String kind) {
        return "__Host-countersign-" + kind + (site.slug().isEmpty() ? "" : "-" + site.slug());
    }

    Reply get(String path) {
        return keep(WrittenRequests.send("GET", site.url("/console" + path), headers(), ""));
    }

    private Map<String, String> headers() {
        var headers = new HashMap<String, String>();
        if (!cookies.isEmpty()) {
            headers.put(
                    "Cookie",
                    String.join(
                            "; ",
                            cookies.entrySet().stream()
                                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                    .toList()));
        }
        return headers;
    }

    private Reply keep(Reply reply) {
        for (String cookie : reply.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return reply;
    }

    /** Sends a form with the token of this visitor. */
    Reply post(String path, Map<String, String> form) {
        return post(path, form, formToken());
    }

    Reply post(String path, Map<String, String> form, String token) {
        var all = new HashMap<>(form);
        all.put("form_token", token);
        var headers = headers();
        headers.put("Content-Type", WrittenRequests.FORM);
        return keep(WrittenRequests.send("POST", site.url("/console" + path), headers, WrittenRequests.form(all)));
    }

    /** The token in the forms that this visitor is shown. */
    String formToken() {
        String page = get(isSignedIn() ? "/account" : "/sign-in").body();
        Matcher token = FORM_TOKEN.matcher(page);
        assertThat(token.find()).as(page).isTrue();
        return token.group(1);
    }

    boolean isSignedIn() {
        return cookies.containsKey(name("session")) && get("/account").status() == 200;
    }

    Reply choosePassword(String code, String path) {
        return post(
                path,
                Map.of(
                        "code", code,
                        "/username", ConsoleSteps.USERNAME,
                        "/password", ConsoleSteps.PASSWORD,
                        "/again", ConsoleSteps.PASSWORD));
    }

    Reply signIn(String password) {
        return post("/sign-in", Map.of("username", ConsoleSteps.USERNAME, "password", password));
    }

    /** All paths below the console that links and forms lead to, one of each kind, with the method. */
    Set<ApiOperation> crawl() {
        var found = new LinkedHashMap<String, ApiOperation>();
        Queue<String> ahead = new ArrayDeque<>(Set.of(""));
        while (!ahead.isEmpty()) {
            String page = get(ahead.remove()).body();
            Matcher link = LINK.matcher(page);
            while (link.find()) {
                String path = link.group(2).replace("&amp;", "&");
                path = path.startsWith(site.issuer()) ? URI.create(path).getRawPath() : path;
                String root = site.path() + "/console";
                boolean reads = READS.contains(link.group(1));
                if (path.startsWith(root) && !path.contains("/assets/")) {
                    var operation = new ApiOperation(reads ? "GET" : "POST", path.substring(root.length()));
                    boolean isNew = found.putIfAbsent(kind(operation), operation) == null;
                    if (isNew && reads) {
                        ahead.add(operation.path());
                    }
                }
            }
        }
        return new LinkedHashSet<>(found.values());
    }

    private static String kind(ApiOperation operation) {
        return operation.method() + replaceIds(operation.path(), "one");
    }

    /** A path with this text in place of each id. */
    static String replaceIds(String path, String id) {
        String[] segments = path.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            if (ID.matcher(segments[i]).matches()) {
                segments[i] = id;
            }
        }
        return String.join("/", segments);
    }
}
