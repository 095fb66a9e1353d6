package dev.countersign.core.jose.certificate;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The short names of attribute types (RFC 4514 §3, RFC 4519 §2), with those that OpenSSL and the JDK print for the names
 * of clients.
 */
final class AttributeTypes {
    private static final Pattern IDENTIFIER = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,38})){1,30}");

    private static final Map<String, String> IDENTIFIERS = Map.ofEntries(
            Map.entry("cn", "2.5.4.3"),
            Map.entry("commonname", "2.5.4.3"),
            Map.entry("sn", "2.5.4.4"),
            Map.entry("surname", "2.5.4.4"),
            Map.entry("serialnumber", "2.5.4.5"),
            Map.entry("c", "2.5.4.6"),
            Map.entry("countryname", "2.5.4.6"),
            Map.entry("l", "2.5.4.7"),
            Map.entry("localityname", "2.5.4.7"),
            Map.entry("st", "2.5.4.8"),
            Map.entry("s", "2.5.4.8"),
            Map.entry("stateorprovincename", "2.5.4.8"),
            Map.entry("street", "2.5.4.9"),
            Map.entry("streetaddress", "2.5.4.9"),
            Map.entry("o", "2.5.4.10"),
            Map.entry("organizationname", "2.5.4.10"),
            Map.entry("ou", "2.5.4.11"),
            Map.entry("organizationalunitname", "2.5.4.11"),
            Map.entry("title", "2.5.4.12"),
            Map.entry("t", "2.5.4.12"),
            Map.entry("description", "2.5.4.13"),
            Map.entry("businesscategory", "2.5.4.15"),
            Map.entry("postalcode", "2.5.4.17"),
            Map.entry("name", "2.5.4.41"),
            Map.entry("givenname", "2.5.4.42"),
            Map.entry("gn", "2.5.4.42"),
            Map.entry("initials", "2.5.4.43"),
            Map.entry("generationqualifier", "2.5.4.44"),
            Map.entry("x500uniqueidentifier", "2.5.4.45"),
            Map.entry("dnqualifier", "2.5.4.46"),
            Map.entry("dnq", "2.5.4.46"),
            Map.entry("pseudonym", "2.5.4.65"),
            Map.entry("organizationidentifier", "2.5.4.97"),
            Map.entry("uid", "0.9.2342.19200300.100.1.1"),
            Map.entry("userid", "0.9.2342.19200300.100.1.1"),
            Map.entry("dc", "0.9.2342.19200300.100.1.25"),
            Map.entry("domaincomponent", "0.9.2342.19200300.100.1.25"),
            Map.entry("emailaddress", "1.2.840.113549.1.9.1"),
            Map.entry("email", "1.2.840.113549.1.9.1"),
            Map.entry("e", "1.2.840.113549.1.9.1"),
            Map.entry("unstructuredname", "1.2.840.113549.1.9.2"),
            Map.entry("unstructuredaddress", "1.2.840.113549.1.9.8"),
            Map.entry("jurisdictionl", "1.3.6.1.4.1.311.60.2.1.1"),
            Map.entry("jurisdictionlocalityname", "1.3.6.1.4.1.311.60.2.1.1"),
            Map.entry("jurisdictionst", "1.3.6.1.4.1.311.60.2.1.2"),
            Map.entry("jurisdictionstateorprovincename", "1.3.6.1.4.1.311.60.2.1.2"),
            Map.entry("jurisdictionc", "1.3.6.1.4.1.311.60.2.1.3"),
            Map.entry("jurisdictioncountryname", "1.3.6.1.4.1.311.60.2.1.3"));

    private AttributeTypes() {}

    /** The object identifier of a type that is written as such or by its short name, in any case. */
    static Optional<String> identifier(String type) {
        return IDENTIFIER.matcher(type).matches()
                ? Optional.of(type)
                : Optional.ofNullable(IDENTIFIERS.get(type.toLowerCase(Locale.ROOT)));
    }
}
