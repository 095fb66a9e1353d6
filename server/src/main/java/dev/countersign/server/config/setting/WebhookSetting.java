package dev.countersign.server.config.setting;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.countersign.base.text.WebUrl;
import java.time.Duration;
import java.util.Optional;

/** The settings of the webhook for notices. */
public final class WebhookSetting {
    private static final String SECTION = "notices.webhook";

    /** A webhook URL often contains a credential, so it is never shown. */
    public static final Setting<Optional<String>> URL = Setting.of(
                    SECTION,
                    "url",
                    ValueTypes.text(
                                    "an https URL (http for hosts in oauth.jwks_endpoint.allowed_private_hosts)",
                                    text -> WebUrl.read(text) instanceof WebUrl.Reading.Read)
                            .optional(),
                    Optional.<String>empty(),
                    "The URL that receives a signed POST request when a notice is raised or ends; see [notices](notices.md#webhook)."
                            + " Its address is subject to the same rules as JWKS endpoints. Needs `secret_file` or `secret`.")
            .byDefault("off")
            .asSecret();

    public static final Setting<Optional<String>> SECRET_FILE = Setting.of(
                    SECTION,
                    "secret_file",
                    ValueTypes.FILE.optional(),
                    Optional.<String>empty(),
                    "File with the secret of the signature, at least 32 characters; blanks at its ends are removed. A relative path"
                            + " starts at `<home>/conf`. Read at the start.")
            .byDefault("none");

    public static final Setting<Optional<String>> SECRET = Setting.of(
                    SECTION,
                    "secret",
                    ValueTypes.text("text", text -> !text.isEmpty()).optional(),
                    Optional.<String>empty(),
                    "The secret itself, instead of a file; meant for the environment variable.")
            .byDefault("none")
            .asSecret();

    public static final Setting<Duration> TIMEOUT = Setting.of(
            SECTION,
            "timeout",
            ValueTypes.duration(MILLIS, 1, 5_000),
            Duration.ofSeconds(2),
            "How long connecting, and waiting for a response, may take, in milliseconds. A delivery takes at most 5 s in"
                    + " total.");

    private WebhookSetting() {}
}
