package dev.countersign.server.organization;

import dev.countersign.server.operation.Problem;
import dev.countersign.server.organization.OrganizationHost.Certificate;
import dev.countersign.server.registry.field.InputMembers;
import dev.countersign.server.registry.field.TextRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The member {@code hosts} of an organization while it is read. */
final class HostsInput {
    static final String HOSTS = "hosts";

    private static final int MOST = 10;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_FILE = 1000;
    private static final Set<String> MEMBERS =
            Set.of(OrganizationHost.NAME, OrganizationHost.CERTIFICATE_FILE, OrganizationHost.KEY_FILE);
    private static final TextRule NAME_RULE = new TextRule(
            LONGEST_NAME,
            HostsInput::isHostName,
            "a host name in lower case, such as auth.example.com: labels of a to z, 0 to 9 and \"-\", separated by dots,"
                    + " at least two of them, without a port or a dot at the end, and no IP address. Write an"
                    + " internationalized name in its ASCII form, which begins with xn--");
    /** A comma separates the files in a form and in an option. */
    private static final TextRule FILE_RULE = TextRule.anyText(LONGEST_FILE).without(',');

    private final HostRules rules;
    private final List<OrganizationHost> before;

    /** @param before the hosts that the organization has; their files have been checked */
    HostsInput(HostRules rules, List<OrganizationHost> before) {
        this.rules = rules;
        this.before = before;
    }

    /** The hosts in the member; its problems are those of the names and of files that cannot be used on this node. */
    List<OrganizationHost> read(InputMembers outer) {
        List<InputMembers> elements = outer.objects(HOSTS, MOST, MEMBERS);
        var hosts = new ArrayList<OrganizationHost>();
        var names = new HashSet<String>();
        for (InputMembers members : elements) {
            Optional<String> name = members.requiredText(OrganizationHost.NAME, NAME_RULE);
            if (name.isPresent() && rules.isOfServer(name.get())) {
                members.problem(
                        OrganizationHost.NAME,
                        Problem.NOT_ALLOWED,
                        "This is the host of the base URL, which belongs to the root organization.");
            } else if (name.isPresent() && !names.add(name.get())) {
                members.problem(OrganizationHost.NAME, Problem.DUPLICATE, "The same host name occurs twice.");
            }
            Optional<Certificate> certificate = certificate(members);
            name.map(text -> new OrganizationHost(text, certificate)).ifPresent(host -> {
                check(host, members);
                hosts.add(host);
            });
        }
        return hosts;
    }

    private Optional<Certificate> certificate(InputMembers members) {
        Optional<String> file = members.optionalText(OrganizationHost.CERTIFICATE_FILE, FILE_RULE);
        Optional<String> keyFile = members.optionalText(OrganizationHost.KEY_FILE, FILE_RULE);
        if (members.has(OrganizationHost.CERTIFICATE_FILE) != members.has(OrganizationHost.KEY_FILE)) {
            boolean hasFile = members.has(OrganizationHost.CERTIFICATE_FILE);
            members.problem(
                    hasFile ? OrganizationHost.KEY_FILE : OrganizationHost.CERTIFICATE_FILE,
                    Problem.REQUIRED,
                    "The certificate and its private key go together; only one of them is given.");
        }
        if (file.isEmpty() || keyFile.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Certificate(file.get(), keyFile.get()));
    }

    private void check(OrganizationHost host, InputMembers members) {
        if (!before.contains(host)) {
            host.certificate()
                    .flatMap(rules::objection)
                    .ifPresent(objection -> members.problem(
                            OrganizationHost.CERTIFICATE_FILE,
                            Problem.UNUSABLE_KEY,
                            objection + " Each node needs the files; on this one they cannot be used."));
        }
    }

    private static boolean isHostName(String text) {
        List<String> labels = List.of(text.split("\\.", -1));
        return labels.size() > 1
                && labels.stream().allMatch(HostsInput::isLabel)
                && !labels.getLast().chars().allMatch(HostsInput::isDigit);
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= LONGEST_LABEL
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.chars().allMatch(c -> (c >= 'a' && c <= 'z') || isDigit(c) || c == '-');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
