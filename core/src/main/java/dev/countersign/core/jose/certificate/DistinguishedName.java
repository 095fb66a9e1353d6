package dev.countersign.core.jose.certificate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * A distinguished name (X.501), compared by its attributes and their order and not by its text (RFC 5280 §7.1). The
 * attributes of one relative name have no order.
 *
 * @param names the relative names, the most specific first; not empty
 */
record DistinguishedName(List<Set<NameAttribute>> names) {
    DistinguishedName {
        names = List.copyOf(names);
    }

    /** Reads the text form of RFC 4514; empty for any other text, and for the empty name. */
    static Optional<DistinguishedName> read(String text) {
        return DistinguishedNameReader.read(text).map(DistinguishedName::new);
    }

    /** The name in a certificate; empty when it has none, or one with a value that cannot be read. */
    static Optional<DistinguishedName> of(X500Principal principal) {
        var names = new ArrayList<Set<NameAttribute>>();
        for (RDN relative : X500Name.getInstance(principal.getEncoded()).getRDNs()) {
            var attributes = new LinkedHashSet<NameAttribute>();
            for (AttributeTypeAndValue each : relative.getTypesAndValues()) {
                Optional<NameAttribute> attribute =
                        NameAttribute.of(each.getType().getId(), each.getValue().toASN1Primitive());
                if (attribute.isEmpty()) {
                    return Optional.empty();
                }
                attributes.add(attribute.get());
            }
            names.addFirst(attributes);
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(new DistinguishedName(names));
    }
}
