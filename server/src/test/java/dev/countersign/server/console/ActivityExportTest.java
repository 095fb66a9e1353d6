package dev.countersign.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityExportTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
    void whatASpreadsheetWouldCalculateIsText(String formula) {
        assertThat(ActivityExport.cell(formula).replace("\"", "")).startsWith("'");
    }

    @Test
    void whatSeparatesCellsIsQuoted() {
        assertThat(ActivityExport.cell("plain")).isEqualTo("plain");
        assertThat(ActivityExport.cell("")).isEmpty();
        assertThat(ActivityExport.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(ActivityExport.cell("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(ActivityExport.cell("a\nb")).isEqualTo("\"a\nb\"");
        assertThat(ActivityExport.cell("a=b")).isEqualTo("a=b");
    }
}
