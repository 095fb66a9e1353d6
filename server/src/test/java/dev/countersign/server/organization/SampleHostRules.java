package dev.countersign.server.organization;

import dev.countersign.server.organization.OrganizationHost.Certificate;
import java.util.Optional;

/** Rules of a server at {@code tokens.example.com} that can read all files but those whose name begins with missing. */
public final class SampleHostRules implements HostRules {

    @Override
    public boolean isOfServer(String name) {
        return name.equals("tokens.example.com");
    }

    @Override
    public Optional<String> objection(Certificate certificate) {
        return certificate.file().startsWith("missing") ? Optional.of("There is no such file.") : Optional.empty();
    }

    @Override
    public String issuer(Organization organization) {
        return organization.hosts().isEmpty()
                ? "https://tokens.example.com/t/" + organization.slug()
                : "https://" + organization.hostNames().getFirst();
    }
}
