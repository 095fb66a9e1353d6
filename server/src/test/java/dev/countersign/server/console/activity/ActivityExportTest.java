package dev.countersign.server.console.activity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityExportTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "|calc",
                "%0A=1",
                "\uFF1D1+1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF20SUM(A1)",
                "\uFF5Ccalc",
                "\u22121",
                "\uFE66cmd",
                "\t=1",
                "\r=1",
                "\n=1",
                "\ttext",
                "\rtext",
                "\ntext",
                "\u0000=1",
                " =1",
                "\u00A0=1",
                "\u3000\uFF1D1",
                "\uFEFF=1",
                "\u200B=1",
                "\"=1",
                "'=1",
                " \t text"
            })
    void whatASpreadsheetWouldCalculateIsText(String formula) {
        String cell = ActivityExport.cell(formula);

        assertThat(cell.startsWith("\"") ? cell.substring(1) : cell).startsWith("'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b",
                "a+b",
                "1",
                "https://issuer.example",
                "orders:read",
                "\u00e9",
                "\u65e5\u672c",
                "a\uFF1Db",
                "",
                " ",
                " a",
                "a\t=1"
            })
    void whatIsNoFormulaKeepsItsText(String text) {
        assertThat(ActivityExport.cell(text).replace("\"", "")).isEqualTo(text);
    }

    @Test
    void whatSeparatesCellsIsQuoted() {
        assertThat(ActivityExport.cell("plain")).isEqualTo("plain");
        assertThat(ActivityExport.cell("")).isEmpty();
        assertThat(ActivityExport.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(ActivityExport.cell("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(ActivityExport.cell("a\nb")).isEqualTo("\"a\nb\"");
        assertThat(ActivityExport.cell("a|b")).isEqualTo("\"a|b\"");
        assertThat(ActivityExport.cell("a;b")).isEqualTo("\"a;b\"");
        assertThat(ActivityExport.cell("a\tb")).isEqualTo("\"a\tb\"");
        assertThat(ActivityExport.cell("a=b")).isEqualTo("a=b");
    }
}
