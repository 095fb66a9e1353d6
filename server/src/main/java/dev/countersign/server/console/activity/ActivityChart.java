package dev.countersign.server.console.activity;

import dev.countersign.server.console.chart.Chart;
import dev.countersign.server.console.chart.Durations;
import dev.countersign.server.console.form.TimeText;
import java.util.List;
import java.util.Optional;

/**
 * The chart above a list of events, with the links that change it.
 *
 * @param path of the page
 * @param links the filters in the address of the page
 * @param over the period
 * @param by what the columns are divided by
 * @param source what the numbers are taken from
 * @param durations of the newest requests in the list; empty when it has none
 */
public record ActivityChart(
        String path,
        ActivityFilters links,
        Chart chart,
        String over,
        List<String> spans,
        String by,
        List<String> kinds,
        String source,
        Optional<Durations> durations) {
    public ActivityChart {
        spans = List.copyOf(spans);
        kinds = List.copyOf(kinds);
    }

    /** The same page over another period. */
    public String over(String span) {
        return link(links.with(ActivityCharts.OVER, span));
    }

    /** The same page with another division. */
    public String by(String kind) {
        return link(links.with(ActivityCharts.BY, kind));
    }

    /** The same page without the selected range. */
    public String whole() {
        return link(links.with("from", "").with("to", ""));
    }

    /** The selected range. */
    public String range() {
        return links.from().map(TimeText::exact).orElse("…") + " – "
                + links.to().map(TimeText::exact).orElse("…");
    }

    /** Whether a range is selected. */
    public boolean hasRange() {
        return links.from().isPresent() || links.to().isPresent();
    }

    private String link(ActivityFilters filters) {
        return path + "?" + filters.asQuery();
    }
}
