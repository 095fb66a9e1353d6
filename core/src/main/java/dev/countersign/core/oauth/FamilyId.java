package dev.countersign.core.oauth;

/** The id of a family of refresh tokens: all tokens that descend from one grant (RFC 9700 §4.14.2). */
public record FamilyId(String value) {
    public FamilyId {
        value = PlainText.required(value, "a family id");
    }

    @Override
    public String toString() {
        return value;
    }
}
