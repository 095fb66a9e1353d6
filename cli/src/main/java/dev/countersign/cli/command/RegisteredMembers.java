package dev.countersign.cli.command;

import dev.countersign.cli.remote.CallFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Options for the registered members. They are read from {@code members.json}, which a test of the server generates
 * from its tables of members: a new member gets its option without a change here.
 */
public final class RegisteredMembers {
    private static final String RESOURCE = "members.json";
    private static final JsonNode ALL = load();

    public static final RegisteredMembers ISSUER = new RegisteredMembers("issuer");
    public static final RegisteredMembers APPLICATION = new RegisteredMembers("application");

    private final List<Member> members;

    private RegisteredMembers(String kind) {
        this.members = ALL.path(kind)
                .valueStream()
                .map(member -> new Member(
                        member.path("pointer").asString(),
                        member.path("option").asString(),
                        member.path("group").asString(),
                        member.path("label").asString(),
                        member.path("description").asString(),
                        Shape.valueOf(member.path("shape").asString())))
                .toList();
    }

    /** Conversion of an option's values to JSON. */
    private enum Shape {
        FLAG,
        TEXT,
        SECONDS,
        NUMBER,
        /** One text per option. */
        TEXTS,
        /** Several words per option. */
        WORDS,
        /** Several words per option; no word means {@code null}. */
        OPTIONAL_WORDS
    }

    private record Member(String pointer, String option, String group, String label, String description, Shape shape) {
        OptionSpec spec() {
            return switch (shape) {
                case FLAG -> Options.toggle(option, description);
                case TEXT, SECONDS, NUMBER -> Options.text(option, label, description);
                case TEXTS, WORDS, OPTIONAL_WORDS -> Options.texts(option, label, description);
            };
        }

        /** The path of names to the member, separated by full stops. */
        String path() {
            return pointer.substring(1).replace('/', '.');
        }
    }

    private static JsonNode load() {
        try (InputStream in = RegisteredMembers.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return JsonMapper.shared().readTree(in);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** The options of a group, followed by further ones. */
    public OptionGroup group(String heading, OptionSpec... further) {
        return new OptionGroup(
                heading,
                Stream.concat(
                                members.stream()
                                        .filter(member -> member.group().equals(heading))
                                        .map(Member::spec),
                                Stream.of(further))
                        .toList());
    }

    /** Fills in the values of the options. */
    public void fill(Patch patch) throws CallFailedException {
        for (Member member : members) {
            switch (member.shape()) {
                case FLAG -> patch.toggle(member.option(), member.path());
                case TEXT -> patch.text(member.option(), member.path());
                case SECONDS -> patch.seconds(member.option(), member.path());
                case NUMBER -> patch.number(member.option(), member.path());
                case TEXTS -> patch.texts(member.option(), member.path());
                case WORDS -> patch.words(member.option(), member.path(), Patch.list());
                case OPTIONAL_WORDS -> patch.words(member.option(), member.path(), Patch.nothing());
            }
        }
    }

    /** The options of all kinds by the JSON pointers of their members. */
    static Map<String, String> options() {
        return Stream.of(ISSUER, APPLICATION)
                .flatMap(kind -> kind.members.stream())
                .collect(Collectors.toMap(Member::pointer, Member::option, (first, _) -> first));
    }
}
