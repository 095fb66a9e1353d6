package dev.countersign.server.config;

import dev.countersign.docs.GeneratedDocument;
import dev.countersign.server.config.setting.Setting;
import dev.countersign.server.config.setting.SettingTable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md}: all settings, generated from their declarations. */
class ConfigurationDocumentTest {
    private static final String INTRODUCTION = """
            # Configuration

            <!-- Made from the code by ConfigurationDocumentTest. Do not edit; `make docs` writes it anew. -->

            How the process runs is configured here. What it trusts (issuers, applications) is in the database and is
            changed through the console, the REST API, the command line or files.

            ## The home

            Everything a server needs lies under one folder, its home: `--home DIR`, else the environment variable
            `COUNTERSIGN_HOME`, else `.countersign` in the user's home folder. The first start makes it, readable for its
            owner alone:

            | file | what it is |
            |---|---|
            | `conf/deployment.toml` | the configuration; every setting with its default, as comments |
            | `conf/master.key` | the key under which private signing keys are stored; keep a copy, without it they are lost |
            | `conf/master.key.previous` | the key before it, after `change-master-key` |
            | `conf/tls/certificate.pem`, `conf/tls/private-key.pem` | the generated TLS certificate, if none is configured |
            | `data/` | the embedded database; one process at a time |

            ## The rules

            - An option of the command (`--port`) comes before the environment, the environment before the file, and the
              file before the default. No file at all means every default.
            - Every setting has an environment variable: `COUNTERSIGN_`, the table and the key, in capitals, with `_` for
              every dot. A variable that is empty counts as not set.
            - Numbers and booleans may be written as text (`"30"`, `"true"`). In a variable the elements of a list stand
              between commas; `[]` is the empty list.
            - Every problem is reported at once, with its place, what was expected and, for a name that does not exist,
              the nearest one that does. The server does not start then, and the process ends with status 78.
            - Leaving a setting out never removes a check.

            `countersign check-config` shows every setting, its value and where that comes from, and changes nothing.
            The configuration is read when the server starts.

            ## The settings
            """;

    private static final String ENDING = """

            ## Other environment variables

            | variable | meaning |
            |---|---|
            | `COUNTERSIGN_HOME` | the home |
            | `COUNTERSIGN_MASTER_KEY` | the master key itself, 32 bytes in base64, instead of `conf/master.key` |
            | `COUNTERSIGN_MASTER_KEY_PREVIOUS` | the master key before it, instead of `conf/master.key.previous`, after [a change](signing-keys.md) |
            | `COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_ID`, `COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_SECRET` | an application with \
            the scopes `admin:read` and `admin:write`, made at start if there is none with this client id; the secret \
            has at least 32 characters |
            | `COUNTERSIGN_BOOTSTRAP_ADMIN_USERNAME`, `COUNTERSIGN_BOOTSTRAP_ADMIN_PASSWORD` | somebody who may do \
            everything in the console, made at start if there is nobody of this name; the password has at least 8 \
            characters, and should have 12 |
            | `COUNTERSIGN_JAVA_HOME` | the JDK that the launcher uses |
            | `COUNTERSIGN_JAVA_OPTS` | more options for the JVM, separated by spaces |

            ## First start

            There is no default password. While nobody can sign in to the console, every start prints a link with which
            the first administrator chooses a name and a password; it works once, for an hour, and a later start makes
            it void. A start without people at hand takes the bootstrap variables above instead. Whoever is there
            already is never changed by them: a password that was changed in the console stays changed. A variable
            without its other half stops the start.

            ## Log

            Text for people goes to the error stream: one line for each record
            (`2026-11-23T21:00:00.123Z INFO    server.net: …`), one at the start and two at the stop among them, and the message of a
            server that is ready. Audit events go to the output stream, one JSON object a line and nothing else, so that
            `countersign serve | jq` works. Lines that nobody reads in time are dropped and counted rather than waited for; audit events are in the
            database besides.

            ## Exit status

            | status | meaning |
            |---|---|
            | 0 | done, or stopped in good order (SIGTERM, Ctrl-C) |
            | 64 | the command line is wrong |
            | 69 | a port, the home, the database or a JDK is unavailable |
            | 70 | a fault of Countersign |
            | 78 | the configuration is wrong |
            """;

    @Test
    void describesEverySetting() {
        GeneratedDocument.check("configuration.md", text());
    }

    private static String text() {
        return SettingTable.sections().stream()
                .map(ConfigurationDocumentTest::section)
                .collect(Collectors.joining("", INTRODUCTION, ENDING));
    }

    private static String section(String section) {
        var head = """

                ### `[%s]`

                | key | default | accepts | meaning |
                |---|---|---|---|
                """.formatted(section);
        return SettingTable.ALL.stream()
                .filter(setting -> setting.section().equals(section))
                .map(ConfigurationDocumentTest::row)
                .collect(Collectors.joining("", head, ""));
    }

    private static String row(Setting<?> setting) {
        var standard = setting.standardShown().isEmpty()
                ? "`" + setting.shownDefault() + "`"
                : setting.standardShown().replace("<", "&lt;");
        return "| `%s`<br>`%s` | %s | %s | %s |%n"
                .formatted(
                        setting.name(),
                        setting.variable(),
                        standard,
                        setting.type().expectation(),
                        setting.description());
    }
}
