package dev.countersign.core.oauth;

/** A profile of an authorization grant: further rules for what is presented (ID-JAG §7.2). */
public enum GrantProfile {
    /** The identity assertion authorization grant, a profile of the JWT bearer grant. */
    ID_JAG("urn:ietf:params:oauth:grant-profile:id-jag");

    private final String value;

    GrantProfile(String value) {
        this.value = value;
    }

    /** Its name in the metadata and in the audit. */
    public String value() {
        return value;
    }
}
