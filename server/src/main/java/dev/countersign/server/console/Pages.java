package dev.countersign.server.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The templates, compiled with the server. */
final class Pages {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), Pages.class.getPackageName());

    /** The text of a page; everything in it that is not of the template is escaped for where it stands. */
    String render(String template, Frame frame, Object page) {
        var output = new StringOutput(16 * 1024);
        engine.render(template, Map.of("frame", frame, "page", page), output);
        return output.toString();
    }
}
