import org.jspecify.annotations.NullMarked;

/**
 * The decisions of Countersign. The module has no HTTP server, no SQL, no files and no clock of its own: each external
 * dependency is a port, an interface beside the feature that uses it.
 */
@NullMarked
module dev.countersign.core {
    requires static transitive org.jspecify;
    requires com.amazon.corretto.crypto.provider;
    requires org.bouncycastle.provider;
    requires tools.jackson.core;

    exports dev.countersign.core.jose;
    exports dev.countersign.core.jose.signing;
    exports dev.countersign.core.jose.key;
    exports dev.countersign.core.jose.jwk;
    exports dev.countersign.core.jose.json;
    exports dev.countersign.core.jose.certificate;
    exports dev.countersign.core.oauth;
    exports dev.countersign.core.rejection;
    exports dev.countersign.core.keys;
    exports dev.countersign.core.jwt;
    exports dev.countersign.core.idjag;
    exports dev.countersign.core.dpop;
    exports dev.countersign.core.client;
    exports dev.countersign.core.trust;
    exports dev.countersign.core.policy;
    exports dev.countersign.core.token;
    exports dev.countersign.core.audit;
    exports dev.countersign.core.grant;
    exports dev.countersign.core.explain;
    exports dev.countersign.core.event;
}
