package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.MemberType.flag;
import static dev.countersign.server.registry.field.MemberType.text;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientCertificateSettings;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.certificate.CertificateName;
import dev.countersign.core.jose.certificate.CertificateName.Kind;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.field.FieldValues;
import dev.countersign.server.registry.field.Input;
import dev.countersign.server.registry.field.TextRule;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Registered members of an application that concern the certificate that it shows in TLS (RFC 8705 §2.1.2, §3.4). */
final class ClientCertificateFields {
    private static final TextRule NAME = TextRule.anyText(2000);
    private static final String AUTHENTICATION = "How it authenticates";

    private ClientCertificateFields() {}

    /**
     * Adds the rows to the table of applications.
     *
     * @param method the row before them that decides which of them are allowed
     * @return the settings in the values of the rows
     */
    static Function<FieldValues, ClientCertificateSettings> addTo(
            FieldTable<RegisteredClient, ApplicationFrame> table, Field<?, ?, AuthenticationMethod> method) {
        Map<Kind, Field<?, ?, Optional<String>>> names = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            names.put(
                    kind,
                    table.field("/" + member(kind), text(NAME).optional(), application -> registered(application, kind))
                            .standard(Optional.empty())
                            .readBy((input, _) -> read(input, input.values().get(method), kind))
                            .stored(member(kind), Optional.empty())
                            .described(
                                    "With tls_client_auth: the %s in its certificate, or else another of these members."
                                            .formatted(kind.words()))
                            .option(AUTHENTICATION, option(kind), "NAME", sentence(kind))
                            .form("certificate", label(kind), hint(kind))
                            .add());
        }
        Field<?, ?, Boolean> bound = table.field(
                        "/tls_client_certificate_bound_access_tokens",
                        flag(),
                        application -> application.credentials().certificate().bindsTokens())
                .standard(false)
                .stored("certificate_bound", false)
                .described("Whether its tokens are bound to the certificate that it shows (RFC 8705 §3).")
                .option(AUTHENTICATION, "--certificate-bound", "", "Its tokens are bound to its certificate.")
                .form(
                        "possession",
                        "Bind access tokens to the client certificate",
                        "A token is then worth nothing without the certificate of the request for it. Requests without a certificate are refused.")
                .add();
        return values -> new ClientCertificateSettings(name(values, names), values.get(bound));
    }

    private static String member(Kind kind) {
        return "tls_client_auth_" + word(kind);
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case SUBJECT_DN -> "subject_dn";
            case SAN_DNS -> "san_dns";
            case SAN_URI -> "san_uri";
            case SAN_IP -> "san_ip";
            case SAN_EMAIL -> "san_email";
        };
    }

    private static String option(Kind kind) {
        return "--tls-" + word(kind).replace('_', '-');
    }

    private static String sentence(Kind kind) {
        return "The %s in its certificate, for tls_client_auth.".formatted(kind.words());
    }

    private static String label(Kind kind) {
        return kind == Kind.SUBJECT_DN ? "Subject" : "Alternative name: " + kind.words();
    }

    private static String hint(Kind kind) {
        return kind == Kind.SUBJECT_DN
                ? "The distinguished name as in RFC 4514, the most specific part first: CN=client,O=Example."
                : "";
    }

    private static Optional<String> registered(RegisteredClient application, Kind kind) {
        return application
                .credentials()
                .certificate()
                .name()
                .filter(name -> name.kind() == kind)
                .map(CertificateName::text);
    }

    private static Optional<CertificateName> name(FieldValues values, Map<Kind, Field<?, ?, Optional<String>>> names) {
        return names.entrySet().stream()
                .flatMap(row ->
                        values.get(row.getValue()).flatMap(text -> CertificateName.read(row.getKey(), text)).stream())
                .findFirst();
    }

    private static Optional<String> read(Input<ApplicationFrame> input, AuthenticationMethod method, Kind kind) {
        String member = member(kind);
        boolean named = method == AuthenticationMethod.TLS_CLIENT_AUTH;
        if (named && kind == Kind.SUBJECT_DN) {
            requireOne(input);
        }
        Optional<String> text = input.members().optionalText(member, NAME);
        if (text.isPresent() && !named) {
            input.members()
                    .problem(
                            member,
                            Problem.NOT_ALLOWED,
                            "Only tls_client_auth uses the name in a certificate. Set this member to null.");
        } else if (text.isPresent() && CertificateName.read(kind, text.get()).isEmpty()) {
            input.members().problem(member, Problem.MALFORMED, expected(kind));
        }
        return text;
    }

    private static void requireOne(Input<ApplicationFrame> input) {
        List<String> given = Arrays.stream(Kind.values())
                .map(ClientCertificateFields::member)
                .filter(input.members()::has)
                .toList();
        if (given.size() != 1) {
            input.members()
                    .problem(
                            given.isEmpty() ? member(Kind.SUBJECT_DN) : given.getLast(),
                            given.isEmpty() ? Problem.REQUIRED : Problem.NOT_ALLOWED,
                            "With tls_client_auth, set exactly one of tls_client_auth_subject_dn, tls_client_auth_san_dns,"
                                    + " tls_client_auth_san_uri, tls_client_auth_san_ip and tls_client_auth_san_email.");
        }
    }

    private static String expected(Kind kind) {
        return "Must be "
                + switch (kind) {
                    case SUBJECT_DN -> "a distinguished name as in RFC 4514, such as CN=client,O=Example.";
                    case SAN_DNS -> "a host name without wildcards, such as client.example.com.";
                    case SAN_URI -> "an absolute URI, such as spiffe://example.com/client.";
                    case SAN_IP -> "an IP address, such as 192.0.2.1 or 2001:db8::1.";
                    case SAN_EMAIL -> "an e-mail address, such as client@example.com.";
                };
    }
}
