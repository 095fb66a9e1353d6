package dev.countersign.server.console;

import dev.countersign.server.console.page.Cookies;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.ProblemPage;
import dev.countersign.server.console.page.Site;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.organization.Organizations;
import dev.countersign.server.transport.ConnectionBrokenException;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Responses;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The writer of responses: pages in their frame, redirects, files, and the security headers for browsers. */
final class PageWriter {
    private static final Header HTML = new Header("Content-Type", "text/html;charset=UTF-8");
    /** Only the server's own files, no script or style within a page, and no embedding by other sites. */
    private static final Header POLICY = new Header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");

    /** Not no-referrer: browsers would then not reveal that a form comes from the console. */
    private static final Header REFERRER = new Header("Referrer-Policy", "same-origin");

    private static final Header NO_FRAMES = new Header("X-Frame-Options", "DENY");
    private static final Header ALONE = new Header("Cross-Origin-Opener-Policy", "same-origin");
    private static final Header OURS_ONLY = new Header("Cross-Origin-Resource-Policy", "same-origin");
    private static final String HX_REDIRECT = "HX-Redirect";

    private final Site site;
    private final Assets assets;
    private final ConsoleParts parts;
    private final Pages pages = new Pages();

    PageWriter(Site site, Assets assets, ConsoleParts parts) {
        this.site = site;
        this.assets = assets;
        this.parts = parts;
    }

    /** Sets the headers common to all responses of the console. */
    void protect(ServerResponse response) {
        response.header(POLICY).header(REFERRER).header(NO_FRAMES).header(ALONE).header(OURS_ONLY);
    }

    void write(ServerRequest request, ServerResponse response, PageRequest pageRequest, PageResponse answer)
            throws IOException {
        switch (answer) {
            case PageResponse.Html html -> {
                List<Notice> kept = site.cookies().notices(request);
                if (!kept.isEmpty()) {
                    site.cookies().forgetNotices(response);
                }
                send(response, html.status(), page(pageRequest, html.withAll(kept)));
            }
            case PageResponse.Piece(var template, var page) ->
                send(response, 200, pages.render(template, frame(pageRequest, "", "", List.of()), page));
            case PageResponse.SeeOther to -> seeOther(response, pageRequest, to);
            case PageResponse.WithCookie(var inner, var change) -> {
                site.cookies().apply(response, change);
                write(request, response, pageRequest, inner);
            }
            case PageResponse.Away(var to) -> redirect(response, pageRequest, to.toString());
            case PageResponse.Onward(var path) -> onward(response, pageRequest, path);
            case PageResponse.Elsewhere(var organizationPath, var path, var change) -> {
                Site other = site.elsewhere(organizationPath);
                boolean ends = change instanceof Cookies.Change.End;
                (ends ? site : other).cookies().apply(response, change);
                redirect(response, pageRequest, other.root() + path);
            }
            case PageResponse.Download download -> download(response, download);
            case PageResponse.NotFound() -> problem(response, pageRequest, ProblemPage.notFound());
        }
    }

    /** Sends a page that states the problem; a visitor who has to sign in first is redirected there. */
    void refuse(ServerResponse response, PageRequest pageRequest, ProblemPage problem) {
        if (problem.isAboutSigningIn()) {
            String back = pageRequest.path().equals("/")
                    ? ""
                    : "?to=" + URLEncoder.encode(pageRequest.path(), StandardCharsets.UTF_8);
            seeOther(response, pageRequest, PageResponse.seeOther("/sign-in" + back));
        } else {
            problem(response, pageRequest, problem);
        }
    }

    /** RFC 9110 §15.5.6. */
    void methodNotAllowed(ServerResponse response, PageRequest pageRequest, String allowed) {
        response.header(new Header("Allow", allowed));
        problem(response, pageRequest, ProblemPage.methodNotAllowed());
    }

    void problem(ServerResponse response, PageRequest pageRequest, ProblemPage problem) {
        send(
                response,
                problem.status(),
                page(
                        pageRequest,
                        new PageResponse.Html(
                                problem.status(), problem.title(), "none", "problem.jte", problem, List.of())));
    }

    private String page(PageRequest pageRequest, PageResponse.Html html) {
        return pages.render(
                html.template(), frame(pageRequest, html.title(), html.section(), html.notices()), html.page());
    }

    private Frame frame(PageRequest pageRequest, String title, String section, List<Notice> notices) {
        return new Frame(
                title,
                section,
                pageRequest.path(),
                pageRequest.address(),
                site.root(),
                assets,
                parts.banner(),
                parts.organizations().map(Organizations::enabled),
                pageRequest.signedIn().map(PageRequest.SignedIn::person),
                pageRequest.formToken(),
                notices,
                pageRequest.signedIn().isPresent()
                        ? parts.notices().open().recent().size()
                        : 0,
                parts.clock().instant());
    }

    /** A redirect that htmx also follows with the whole window. */
    private void seeOther(ServerResponse response, PageRequest pageRequest, PageResponse.SeeOther to) {
        site.cookies().keepNotices(response, to.notices());
        redirect(response, pageRequest, site.root() + to.path());
    }

    private static void redirect(ServerResponse response, PageRequest pageRequest, String target) {
        response.header(Responses.NO_STORE);
        if (pageRequest.wantsPiece()) {
            response.header(new Header(HX_REDIRECT, target)).status(204).send();
        } else {
            response.header(new Header("Location", target)).status(303).send();
        }
    }

    private void onward(ServerResponse response, PageRequest pageRequest, String path) {
        response.header(new Header("Refresh", "0; url=" + site.root() + path));
        send(
                response,
                200,
                page(pageRequest, new PageResponse.Html(200, "Signed in", "none", "onward.jte", path, List.of())));
    }

    private static void download(ServerResponse response, PageResponse.Download download) throws IOException {
        response.header(new Header("Content-Type", download.contentType()))
                .header(new Header("Content-Disposition", "attachment; filename=\"" + download.fileName() + "\""))
                .header(Responses.NO_STORE);
        // not in a try: closing it would mark the response as complete
        Writer out = new OutputStreamWriter(response.outputStream(), StandardCharsets.UTF_8);
        try {
            download.content().writeTo(out);
        } catch (StoreUnavailableException broken) {
            throw new ConnectionBrokenException("the file could not be completed", broken);
        }
        out.close();
    }

    private static void send(ServerResponse response, int status, String html) {
        response.header(HTML).header(Responses.NO_STORE).status(status).send(html.getBytes(StandardCharsets.UTF_8));
    }
}
