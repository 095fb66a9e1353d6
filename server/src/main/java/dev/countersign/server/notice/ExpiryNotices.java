package dev.countersign.server.notice;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.insight.Expiring;
import dev.countersign.server.insight.ExpiringSoon;
import dev.countersign.server.notice.CurrentNotice.Severity;
import dev.countersign.server.notice.CurrentNotice.Target;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** Notices of certificates, secrets and personal access tokens that end soon or have ended. */
record ExpiryNotices(ExpiringSoon expiring) implements NoticeSource {
    private static final int ID_LENGTH = 16;

    @Override
    public Stream<CurrentNotice> notices(Instant now) {
        return expiring.list().stream().map(each -> notice(each, now));
    }

    private static CurrentNotice notice(Expiring expiring, Instant now) {
        String end = end(expiring.at(), now);
        return switch (expiring) {
            case Expiring.IssuerCertificate certificate -> certificate(certificate, end, now);
            case Expiring.ApplicationSecret(var application, var secretId, var _, var outlasted) ->
                new CurrentNotice(
                        NoticeKind.SECRET_EXPIRES,
                        secretId,
                        severity(expiring, outlasted, now),
                        since(expiring),
                        "The secret %s of the application %s %s.%s"
                                .formatted(secretId, application.name(), end, beside(outlasted)),
                        outlasted
                                ? "Configure the client with the other secret, then remove this one."
                                : "Create a second secret, configure the client with it, then remove this one.",
                        Target.of(application));
            case Expiring.UsedToken token -> token(token, end, now);
            case Expiring.HostCertificate(var host, var _) ->
                ofServer(
                        expiring,
                        "host:" + host,
                        "The TLS certificate of the host name %s %s.".formatted(host, end),
                        "An operator of the server replaces the files of the certificate and its private key; they are"
                                + " reloaded without a restart.",
                        Target.host(host),
                        now);
            case Expiring.OwnCertificate _ ->
                ofServer(
                        expiring,
                        "server",
                        "The TLS certificate of this server %s.".formatted(end),
                        "Replace the files of the certificate and its private key; they are reloaded without a restart.",
                        Target.SERVER,
                        now);
            case Expiring.ClientAuthority(var name, var at) ->
                ofServer(
                        expiring,
                        "authority:" + hash(name + " " + at),
                        "The certificate of the authority of client certificates \"%s\" %s.".formatted(name, end),
                        "Add its next certificate to the files of server.mtls.trusted_certificates; they are reloaded"
                                + " without a restart.",
                        Target.SERVER,
                        now);
        };
    }

    private static CurrentNotice certificate(Expiring.IssuerCertificate certificate, String end, Instant now) {
        TrustedIssuer issuer = certificate.issuer();
        return new CurrentNotice(
                NoticeKind.CERTIFICATE_EXPIRES,
                issuer.id().value() + ":" + hash(certificate.label() + " " + certificate.at()),
                severity(certificate, certificate.outlasted(), now),
                since(certificate),
                "The certificate \"%s\" of the issuer %s %s.%s"
                        .formatted(shown(certificate.label()), issuer.name(), end, beside(certificate.outlasted())),
                certificate.outlasted()
                        ? "Remove the certificate when the issuer no longer signs with its key."
                        : "Add the issuer's next certificate beside it.",
                Target.of(issuer));
    }

    /** A notice of a certificate whose files are on this server. */
    private static CurrentNotice ofServer(
            Expiring expiring, String subject, String message, String remedy, Target target, Instant now) {
        return new CurrentNotice(
                NoticeKind.CERTIFICATE_EXPIRES,
                subject,
                severity(expiring, false, now),
                since(expiring),
                message,
                remedy,
                target);
    }

    private static CurrentNotice token(Expiring.UsedToken token, String end, Instant now) {
        return new CurrentNotice(
                NoticeKind.TOKEN_EXPIRES,
                token.id(),
                severity(token, false, now),
                since(token),
                "The personal access token \"%s\" of %s %s.".formatted(token.name(), token.username(), end),
                "Its person creates another token, configures the program with it, and revokes this one.",
                Target.PEOPLE);
    }

    /** Labels begin with the word that precedes them here. */
    private static String shown(String label) {
        return label.replaceFirst("^certificate ", "");
    }

    private static String end(Instant at, Instant now) {
        return (at.isAfter(now) ? "expires at " : "expired at ") + at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String beside(boolean outlasted) {
        return outlasted ? " Another one is valid for longer." : "";
    }

    private static Severity severity(Expiring expiring, boolean outlasted, Instant now) {
        return outlasted || expiring.at().isAfter(now) ? Severity.WARNING : Severity.ERROR;
    }

    private static Optional<Instant> since(Expiring expiring) {
        return Optional.of(expiring.at().minus(expiring.ahead()).truncatedTo(ChronoUnit.SECONDS));
    }

    private static String hash(String text) {
        return Sha256.ofUtf8(text).hex().substring(0, ID_LENGTH);
    }
}
