package dev.countersign.server.diagnosis;

import dev.countersign.base.text.UrlSecrets;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.DeploymentReading;
import dev.countersign.server.diagnosis.StoredState.Facts;
import dev.countersign.server.diagnosis.StoredState.Reading;
import dev.countersign.server.diagnosis.StoredState.RowCount;
import dev.countersign.server.registry.plan.ExportTrust;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files of a support bundle: the facts of an installation without secrets. Nothing is copied from a file of the home:
 * each entry is written from what is known to be none.
 */
public final class SupportBundle {
    /** The part of a log file that is taken, from its end. */
    private static final int MOST_OF_LOG = 1024 * 1024;

    private final Instant at;
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    public SupportBundle(Instant at) {
        this.at = at;
    }

    /** Adds the versions of the server, the Java runtime and the system. */
    public void about(String version) {
        var about = new LinkedHashMap<String, Object>();
        about.put("countersign", version);
        about.put("at", at.toString());
        for (String property :
                List.of("java.version", "java.vendor", "java.vm.name", "os.name", "os.version", "os.arch")) {
            about.put(property, System.getProperty(property, ""));
        }
        about.put("processors", Runtime.getRuntime().availableProcessors());
        about.put("max_heap_bytes", Runtime.getRuntime().maxMemory());
        json("about.json", about);
    }

    /** Adds every setting with its value, or the problems of the configuration. Secret values are hidden. */
    public void configuration(DeploymentReading configuration) {
        text(
                "configuration.txt",
                switch (configuration) {
                    case DeploymentReading.Sound(Deployment deployment) -> lines(deployment.effective());
                    case DeploymentReading.Faulty(var problems) -> UrlSecrets.removed(lines(problems));
                });
    }

    private static String lines(List<?> all) {
        return all.stream().map(each -> each + "\n").collect(Collectors.joining());
    }

    /** Adds the findings of the doctor. */
    public void findings(List<Finding> findings) {
        text("doctor.txt", lines(findings));
        json(
                "doctor.json",
                Map.of("findings", findings.stream().map(Finding::document).toList()));
    }

    /**
     * Adds the schema and the numbers of rows.
     *
     * @param withTrust whether the trust configurations are added, without their secrets
     */
    public void store(Reading reading, boolean withTrust) {
        switch (reading) {
            case Reading.Absent() -> json("database.json", Map.of("state", "absent"));
            case Reading.Failed(String reason) -> json("database.json", Map.of("state", "failed", "reason", reason));
            case Reading.Read(Facts facts) -> {
                json("database.json", database(facts));
                if (withTrust) {
                    facts.organizations()
                            .forEach(organization -> json(
                                    "trust/%s.json".formatted(organization.isRoot() ? "root" : organization.slug()),
                                    ExportTrust.document(
                                            Optional.of(organization.slug()).filter(slug -> !slug.isEmpty()),
                                            organization.trust())));
                }
            }
        }
    }

    private static Map<String, Object> database(Facts facts) {
        var document = new LinkedHashMap<String, Object>();
        document.put("state", "read");
        document.put("description", facts.description());
        document.put("schema_version", facts.schema().version());
        document.put("known_schema_version", facts.schema().known());
        document.put("rows", facts.rows().stream().map(SupportBundle::row).toList());
        return document;
    }

    private static Map<String, Object> row(RowCount count) {
        var row = new LinkedHashMap<String, Object>();
        row.put("table", count.table());
        row.put("organization", count.organization());
        count.rows().ifPresent(number -> row.put("rows", number));
        return row;
    }

    /** Adds the metrics of the running server, or the reason why there are none. */
    public void metrics(String text) {
        text("metrics.txt", text);
    }

    /** Adds the last part of a log, from its first complete line on; secrets in URLs are hidden. */
    public void log(Path file) throws IOException {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, log.length() - MOST_OF_LOG);
            log.seek(start);
            byte[] end = new byte[(int) (log.length() - start)];
            log.readFully(end);
            String text = new String(end, StandardCharsets.UTF_8);
            String whole = start == 0 ? text : text.substring(text.indexOf('\n') + 1);
            text("log.txt", whole.lines().map(UrlSecrets::removed).collect(Collectors.joining("\n", "", "\n")));
        }
    }

    private void json(String name, Map<String, ?> document) {
        files.put(name, JsonText.write(document));
    }

    private void text(String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The archive, a compressed tar file. */
    public byte[] archive() throws IOException {
        return TarGzip.of(files, at);
    }
}
