package dev.countersign.server.config.setting;

import dev.countersign.base.text.NearestName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The environment: the value of each known key. An empty variable counts as not set. */
public final class EnvironmentVariables {
    /** The home folder. */
    public static final String HOME = "COUNTERSIGN_HOME";

    /** The master key itself, when it is kept outside the home folder. */
    public static final String MASTER_KEY = "COUNTERSIGN_MASTER_KEY";

    /** The previous master key, for the start after a change. */
    public static final String PREVIOUS_MASTER_KEY = "COUNTERSIGN_MASTER_KEY_PREVIOUS";

    public static final String BOOTSTRAP_CLIENT_ID = "COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_ID";
    public static final String BOOTSTRAP_CLIENT_SECRET = "COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_SECRET";
    public static final String BOOTSTRAP_USERNAME = "COUNTERSIGN_BOOTSTRAP_ADMIN_USERNAME";
    public static final String BOOTSTRAP_PASSWORD = "COUNTERSIGN_BOOTSTRAP_ADMIN_PASSWORD";

    /** Variables that are not settings of the server. */
    private static final Set<String> OTHERS = Set.of(
            HOME,
            MASTER_KEY,
            PREVIOUS_MASTER_KEY,
            BOOTSTRAP_CLIENT_ID,
            BOOTSTRAP_CLIENT_SECRET,
            BOOTSTRAP_USERNAME,
            BOOTSTRAP_PASSWORD,
            "COUNTERSIGN_JAVA_HOME",
            "COUNTERSIGN_JAVA_OPTS",
            "COUNTERSIGN_URL",
            "COUNTERSIGN_CLIENT_ID",
            "COUNTERSIGN_CLIENT_SECRET",
            "COUNTERSIGN_CACERT",
            "COUNTERSIGN_ASSERTION");

    /**
     * Variables that Kubernetes sets in every container for a service with this name, such as {@code
     * COUNTERSIGN_SERVER_PORT_443_TCP}.
     */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*(_SERVICE_HOST|_SERVICE_PORT(_.*)?|_PORT_\\d+_(TCP|UDP)(_.*)?)");

    /** Largest edit distance at which a name counts as a misspelling of a valid one; other names are ignored. */
    private static final int FEW_SLIPS = 2;

    private EnvironmentVariables() {}

    /** The values by key. */
    public static Map<String, Given> read(Map<String, String> environment, List<ConfigurationProblem> problems) {
        var given = new LinkedHashMap<String, Given>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith(Setting.PREFIX) || value.isBlank() || isServiceLink(name, value)) {
                return;
            }
            var setting = SettingTable.ALL.stream()
                    .filter(known -> known.variable().equals(name))
                    .findFirst();
            if (setting.isPresent()) {
                given.put(setting.get().key(), new Given(new Raw.Text(value), new Origin.Variable(name)));
            } else if (!OTHERS.contains(name)) {
                unknown(name).ifPresent(problems::add);
            }
        });
        return given;
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches() || (name.endsWith("_PORT") && value.startsWith("tcp://"));
    }

    private static Optional<ConfigurationProblem> unknown(String name) {
        var names = Stream.concat(SettingTable.ALL.stream().map(Setting::variable), OTHERS.stream())
                .toList();
        boolean meantForUs = namespaces().anyMatch(name::startsWith)
                || names.stream().anyMatch(valid -> NearestName.isWithin(FEW_SLIPS, valid, name));
        return meantForUs
                ? Optional.of(new ConfigurationProblem(
                        new Origin.Variable(name),
                        "",
                        "there is no setting of this name",
                        NearestName.among(
                                        names.stream()
                                                .map(EnvironmentVariables::tail)
                                                .toList(),
                                        tail(name))
                                .map(nearest -> Setting.PREFIX + nearest)))
                : Optional.empty();
    }

    /** The part of a name after the common prefix, which does not help to find the nearest name. */
    private static String tail(String name) {
        return name.substring(Setting.PREFIX.length());
    }

    private static Stream<String> namespaces() {
        return Stream.concat(
                        SettingTable.sections().stream().map(section -> section.split("\\.", -1)[0]),
                        Stream.of("bootstrap"))
                .distinct()
                .map(section -> Setting.PREFIX + section.toUpperCase(Locale.ROOT) + "_")
                .sorted(Comparator.naturalOrder());
    }
}
