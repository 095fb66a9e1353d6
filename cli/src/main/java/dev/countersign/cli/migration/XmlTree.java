package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reader of XML without a document type, as a tree of JSON: an element with children or attributes is an object, a
 * repeated element a list, and any other element its text. An attribute is a member, and text beside members is the
 * member {@code content}.
 */
final class XmlTree {
    private static final int DEEPEST = 50;
    private static final int MOST_ELEMENTS = 200_000;

    private final String file;
    private final XMLStreamReader xml;
    private final Deque<Element> open = new ArrayDeque<>();
    private JsonNode root = JsonNodeFactory.instance.nullNode();
    private int elements;

    private XmlTree(String file, XMLStreamReader xml) {
        this.file = file;
        this.xml = xml;
    }

    /** An element that has not ended yet. */
    private record Element(String name, ObjectNode members, StringBuilder text) {
        JsonNode value() {
            if (members.path("nil").asString("").equals("true")) {
                return JsonNodeFactory.instance.nullNode();
            }
            String content = text.toString().strip();
            if (members.isEmpty()) {
                return JsonNodeFactory.instance.stringNode(content);
            }
            return content.isEmpty() ? members : members.put("content", content);
        }
    }

    static JsonNode read(String file, String text) throws CallFailedException {
        try {
            // the declaration names the encoding of the file, which is text already
            return new XmlTree(file, factory().createXMLStreamReader(new StringReader(text.strip()))).tree();
        } catch (XMLStreamException malformed) {
            throw CallFailedException.data("%s cannot be read: it is not XML, at line %s, column %s."
                    .formatted(
                            file,
                            malformed.getLocation().getLineNumber(),
                            malformed.getLocation().getColumnNumber()));
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("external entities are not read");
        });
        return factory;
    }

    private JsonNode tree() throws XMLStreamException, CallFailedException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty()) {
                        open.getFirst().text().append(xml.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw refused("it has a document type or an entity, which are not read");
                default -> {}
            }
        }
        return root;
    }

    private void start() throws CallFailedException {
        if (open.size() >= DEEPEST) {
            throw refused("it is nested too deeply");
        }
        if (++elements > MOST_ELEMENTS) {
            throw refused("it has more than %s elements".formatted(MOST_ELEMENTS));
        }
        ObjectNode members = RemoteJson.object();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            members.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        open.push(new Element(xml.getLocalName(), members, new StringBuilder()));
    }

    private void end() {
        Element ended = open.pop();
        if (open.isEmpty()) {
            root = ended.value();
            return;
        }
        ObjectNode members = open.getFirst().members();
        switch (members.get(ended.name())) {
            case null -> members.set(ended.name(), ended.value());
            case ArrayNode repeated -> repeated.add(ended.value());
            case JsonNode first ->
                members.set(ended.name(), RemoteJson.array().add(first).add(ended.value()));
        }
    }

    private CallFailedException refused(String reason) {
        return CallFailedException.data("%s cannot be read: %s.".formatted(file, reason));
    }
}
