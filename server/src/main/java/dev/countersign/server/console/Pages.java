package dev.countersign.server.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Renderer of the page templates, which are compiled with the server. */
final class Pages {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), Pages.class.getPackageName());

    /** Renders a page; all values are escaped for their place in it. */
    String render(String template, Frame frame, Object page) {
        var output = new StringOutput(16 * 1024);
        engine.render(template, Map.of("frame", frame, "page", page), output);
        return output.toString();
    }
}
