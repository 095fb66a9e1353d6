package dev.countersign.core.jose.certificate;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name by which the certificate of a client is recognised (RFC 8705 §2.1.2).
 *
 * @param text as it was registered
 */
public record CertificateName(Kind kind, String text) {
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*");
    private static final Pattern FOUR_NUMBERS = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern URI = Pattern.compile(
            "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?<authority>//(?<user>[!-~&&[^@/?#]]*@)?(?<host>[!-~&&[^@/?#]]*))?(?<rest>[!-~]*)");

    public CertificateName {
        if (kind.canonical(text).isEmpty()) {
            throw new IllegalArgumentException("not a name of kind " + kind);
        }
    }

    /** Kind of name: the subject, or one kind of subject alternative name (RFC 5280 §4.2.1.6). */
    public enum Kind {
        /** A distinguished name (RFC 4514). */
        SUBJECT_DN,
        /** A host name; a wildcard is none. */
        SAN_DNS,
        SAN_URI,
        /** An address of IPv4 or IPv6. */
        SAN_IP,
        SAN_EMAIL;

        /** The form in which names of an alternative kind are compared; empty for a text that is no such name. */
        private Optional<?> canonical(String text) {
            return switch (this) {
                case SUBJECT_DN -> DistinguishedName.read(text);
                case SAN_DNS -> HOST.matcher(text).matches() ? Optional.of(lower(text)) : Optional.empty();
                case SAN_URI -> uri(text);
                case SAN_IP -> address(text);
                case SAN_EMAIL -> email(text);
            };
        }

        /** The kind in words. */
        public String words() {
            return switch (this) {
                case SUBJECT_DN -> "subject";
                case SAN_DNS -> "host name";
                case SAN_URI -> "URI";
                case SAN_IP -> "IP address";
                case SAN_EMAIL -> "e-mail address";
            };
        }

        /** The number of the kind in GeneralName. */
        private int tag() {
            return switch (this) {
                case SUBJECT_DN -> 4;
                case SAN_DNS -> 2;
                case SAN_URI -> 6;
                case SAN_IP -> 7;
                case SAN_EMAIL -> 1;
            };
        }
    }

    /** Reads a name; empty for a text that is no name of this kind. */
    public static Optional<CertificateName> read(Kind kind, String text) {
        return kind.canonical(text).map(_ -> new CertificateName(kind, text));
    }

    /** Whether the certificate has this name: as its subject, or as one of its alternative names of the kind. */
    public boolean isIn(X509Certificate certificate) {
        Optional<?> wanted = kind.canonical(text);
        return kind == Kind.SUBJECT_DN
                ? DistinguishedName.of(certificate.getSubjectX500Principal()).equals(wanted)
                : alternativeNames(certificate).map(kind::canonical).anyMatch(wanted::equals);
    }

    private Stream<String> alternativeNames(X509Certificate certificate) {
        try {
            @Nullable Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Stream.empty()
                    : names.stream()
                            .filter(name -> name.get(0).equals(kind.tag()))
                            .flatMap(name -> name.get(1) instanceof String value ? Stream.of(value) : Stream.empty());
        } catch (CertificateParsingException malformed) {
            return Stream.empty();
        }
    }

    /** RFC 5280 §7.4: scheme and host without regard to case, the rest exactly. */
    private static Optional<String> uri(String text) {
        var parts = URI.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String authority = parts.group("authority") == null
                ? ""
                : "//" + (parts.group("user") == null ? "" : parts.group("user")) + lower(parts.group("host"));
        return Optional.of(lower(parts.group("scheme")) + ":" + authority + parts.group("rest"));
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return FOUR_NUMBERS.matcher(text).matches() || SIX.matcher(text).matches()
                    ? Optional.of(InetAddress.ofLiteral(text))
                    : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** RFC 5280 §7.5: the host without regard to case, the local part exactly. */
    private static Optional<String> email(String text) {
        int at = text.lastIndexOf('@');
        return at > 0
                        && text.chars().allMatch(c -> c > ' ' && c <= '~')
                        && HOST.matcher(text.substring(at + 1)).matches()
                ? Optional.of(text.substring(0, at + 1) + lower(text.substring(at + 1)))
                : Optional.empty();
    }

    private static String lower(String ascii) {
        return ascii.toLowerCase(Locale.ROOT);
    }
}
