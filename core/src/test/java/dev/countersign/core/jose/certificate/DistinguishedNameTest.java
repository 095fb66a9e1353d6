package dev.countersign.core.jose.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of distinguished names: which texts are read, and which names are the same. */
@Spec("RFC 8705 §2.1.2")
class DistinguishedNameTest {
    private static final String CN = "2.5.4.3";
    private static final String O = "2.5.4.10";

    private static DistinguishedName read(String text) {
        return DistinguishedName.read(text).orElseThrow(() -> new AssertionError("not read: " + text));
    }

    @SafeVarargs
    private static Optional<DistinguishedName> encoded(Map.Entry<String, ASN1Encodable>... parts) throws Exception {
        var builder = new X500NameBuilder();
        for (var part : parts) {
            builder.addRDN(new ASN1ObjectIdentifier(part.getKey()), part.getValue());
        }
        return DistinguishedName.of(new X500Principal(builder.build().getEncoded()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=client,O=Acme | cn=CLIENT,o=acme",
                "CN=client,O=Acme | 2.5.4.3=client,2.5.4.10=Acme",
                "CN=client,O=Acme | commonName=client, organizationName=Acme",
                "CN=client,O=Acme | CN = client , O = Acme",
                "CN=client,O=Acme | CN=\\63lient,O=\\41cme",
                "CN=client,O=Acme | CN=#0c06636c69656e74,O=#130441636d65",
                "CN=a b,O=x | CN=\\ a   b\\20,O=x",
                "CN=a\\,b | CN=a\\2Cb",
                "CN=a+OU=b,O=x | OU=b+CN=a,O=x",
                "CN=Lu\\C4\\8Di\\C4\\87 | CN=Lučić",
                "CN=ΟΔΟΣ | CN=οδος",
                "CN=Straße | CN=STRASSE",
                "CN=Å | CN=A\\CC\\8A",
                "DC=Example,DC=COM | 0.9.2342.19200300.100.1.25=example,DC=com",
            })
    @Spec("RFC 4514 §2")
    void isTheSameInAnotherNotation(String one, String other) {
        assertThat(read(one)).isEqualTo(read(other));
        assertThat(read(one)).hasSameHashCodeAs(read(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=client,O=Acme | O=Acme,CN=client",
                "CN=client,O=Acme | CN=client",
                "CN=client | CN=client,O=Acme",
                "CN=client,O=Acme | CN=client+O=Acme",
                "CN=client,O=Acme | CN=client\\,O=Acme",
                "CN=a b | CN=ab",
                "CN=client | OU=client",
                "CN=client | CN=#0406636c69656e74",
                "CN=i | CN=ı",
                "CN=client | CN=clıent",
                "CN=a,CN=b | CN=b,CN=a",
                "CN=a,CN=a | CN=a",
            })
    void isAnotherNameWithOtherAttributesOrAnotherOrder(String one, String other) {
        assertThat(read(one)).isNotEqualTo(read(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "client",
                "CN",
                "=client",
                "CN=client,",
                ",CN=client",
                "CN=client,,O=x",
                "CN=client+",
                "CN=client;O=x",
                "CN=\"client\"",
                "CN=a<b",
                "CN=a>b",
                "CN=a\\",
                "CN=a\\zz",
                "CN=a\\4",
                "CN=\\FF",
                "CN=\\C4",
                "CN=a\\00b",
                "CN=a\u0000b",
                "CN=a\u200bb",
                "CN=a\u202eb",
                "CN=\ud800",
                "CN=#",
                "CN=#0",
                "CN=#zz",
                "CN=#0c05636c69656e74",
                "CN=#0c06636c69656e7400",
                "unknown=client",
                "OID.2.5.4.3=client",
                "2.5.4.03=client",
                "2=client",
                "/CN=client/O=x",
            })
    @Spec("RFC 4514 §3")
    void isNotReadFromAnyOtherText(String text) {
        assertThat(DistinguishedName.read(text)).isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked")
    @Spec("RFC 5280 §7.1")
    void isTheSameInEveryTypeOfText() throws Exception {
        for (ASN1Encodable value : List.of(
                new DERUTF8String("Client  One"),
                new DERPrintableString("client one"),
                new DERIA5String("CLIENT ONE"),
                new DERT61String("client one"),
                new DERBMPString("client one"))) {
            assertThat(encoded(Map.entry(O, new DERUTF8String("Acme")), Map.entry(CN, value)))
                    .as(value.getClass().getSimpleName())
                    .contains(read("CN=client one,O=Acme"));
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void ofACertificateBeginsWithTheMostGeneralPart() throws Exception {
        assertThat(encoded(Map.entry(CN, new DERUTF8String("client")), Map.entry(O, new DERUTF8String("Acme"))))
                .contains(read("O=Acme,CN=client"));
        assertThat(DistinguishedName.of(new X500Principal("CN=client,O=Acme,C=DE")))
                .contains(read("CN=client,O=Acme,C=DE"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void isNotImitatedByTextInAnAttribute() throws Exception {
        assertThat(encoded(Map.entry(CN, new DERUTF8String("client,O=Acme"))))
                .contains(read("CN=client\\,O\\=Acme"))
                .isNotEqualTo(Optional.of(read("CN=client,O=Acme")));
        assertThat(encoded(Map.entry(CN, new DERUTF8String("client\0.evil")))).isEmpty();
        assertThat(encoded(Map.entry(CN, new DEROctetString("client".getBytes("US-ASCII")))))
                .isNotEqualTo(Optional.of(read("CN=client")));
        assertThat(DistinguishedName.of(new X500Principal(""))).as("no name").isEmpty();
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll("pieces") String text) {
        assertThat(DistinguishedName.read(text)).isNotNull();
    }

    @Property
    void isReadFromItsTextAsFromTheCertificate(@ForAll("names") List<Part> parts) throws Exception {
        Optional<DistinguishedName> name = DistinguishedName.of(principal(parts));

        assertThat(name).isPresent();
        assertThat(DistinguishedName.read(written(parts))).isEqualTo(name);
        assertThat(DistinguishedName.read(principal(parts).getName(X500Principal.RFC2253)))
                .as(principal(parts).getName(X500Principal.RFC2253))
                .isEqualTo(name);
    }

    @Property
    void isTheSameWhereTheJdkFindsItTheSame(
            @ForAll("names") List<Part> one, @ForAll("names") List<Part> other, @ForAll Random random)
            throws Exception {
        var shuffled = new ArrayList<>(one);
        Collections.shuffle(shuffled, random);
        for (List<Part> second : List.of(other, shuffled, upper(one))) {
            if (principal(one).equals(principal(second))) {
                assertThat(DistinguishedName.of(principal(one))).isEqualTo(DistinguishedName.of(principal(second)));
            }
        }
    }

    record Part(String type, String value) {}

    private static List<Part> upper(List<Part> parts) {
        return parts.stream()
                .map(part -> new Part(part.type(), part.value().toUpperCase(Locale.ROOT)))
                .toList();
    }

    private static X500Principal principal(List<Part> parts) throws Exception {
        var builder = new X500NameBuilder();
        for (Part part : parts.reversed()) {
            builder.addRDN(new ASN1ObjectIdentifier(part.type()), new DERUTF8String(part.value()));
        }
        return new X500Principal(builder.build().getEncoded());
    }

    /** The text form, with every character escaped that is not a letter or a digit of ASCII. */
    private static String written(List<Part> parts) {
        return parts.stream()
                .map(part -> part.type() + "="
                        + part.value()
                                .codePoints()
                                .mapToObj(c -> Character.isLetterOrDigit(c)
                                        ? Character.toString(c)
                                        : c < 0x80 ? "\\%02x".formatted(c) : Character.toString(c))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(","));
    }

    @Provide
    Arbitrary<List<Part>> names() {
        var types = Arbitraries.of(CN, O, "2.5.4.11", "0.9.2342.19200300.100.1.25", "1.2.840.113549.1.9.1", "1.2.3.4");
        var values = Arbitraries.strings()
                .withChars(" ,+=\\\"#;<>/aAbBzZ09äÄßéµ日本")
                .ofMinLength(1)
                .ofMaxLength(8);
        return Combinators.combine(types, values)
                .as(Part::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "CN=",
                        "o=",
                        "2.5.4.3=",
                        ",",
                        "+",
                        "\\",
                        "\\2c",
                        "#",
                        "#0c0161",
                        "=",
                        "a",
                        "ä",
                        " ",
                        "\"",
                        ";",
                        "\0",
                        "\ud83d")
                .list()
                .ofMaxSize(12)
                .map(all -> String.join("", all));
    }
}
