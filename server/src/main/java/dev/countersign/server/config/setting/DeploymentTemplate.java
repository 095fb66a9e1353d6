package dev.countersign.server.config.setting;

/** The initial configuration file: every setting with its default, as comments. */
public final class DeploymentTemplate {

    private DeploymentTemplate() {}

    public static String text() {
        var text = new StringBuilder("""
                # How this Countersign server runs. Every line that begins with '#' shows a default;
                # remove the '#' to change it, then restart. Numbers and booleans may be written as
                # text. Each setting has an environment variable too, which comes first. Check with
                #
                #     countersign check-config
                """);
        for (String section : SettingTable.sections()) {
            text.append("\n[").append(section).append("]\n");
            SettingTable.ALL.stream()
                    .filter(setting -> setting.section().equals(section))
                    .forEach(setting -> append(text, setting));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Setting<?> setting) {
        text.append("# ").append(setting.description().replace("`", "")).append('\n');
        text.append("# ")
                .append(setting.name())
                .append(" = ")
                .append(standard(setting))
                .append("\n");
    }

    /** A default in words is quoted, so that removing the '#' gives valid TOML. */
    private static String standard(Setting<?> setting) {
        return setting.standardShown().isEmpty() ? setting.shownDefault() : ValueType.quoted(setting.standardShown());
    }
}
