package dev.countersign.server;

import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.metrics.Meters;
import dev.countersign.server.net.OutboundSettings;
import dev.countersign.server.net.SharedJwksFetches;
import dev.countersign.server.provider.OpenIdProvider;
import dev.countersign.server.signing.KeyGeneration;
import dev.countersign.server.signing.MasterKeys;
import dev.countersign.server.store.Database;
import dev.countersign.server.transport.tls.CertificateEnds;
import dev.countersign.server.transport.tls.CertificateFiles;
import dev.countersign.server.transport.tls.ClientAuthorityFiles;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The parts of a server that all of its organizations share.
 *
 * @param self the identity of the root organization
 * @param outbound the rules of all outbound requests
 * @param provider with which people sign in to the console of the root organization
 * @param background executor of fetches
 * @param waitingForKeys number of requests in all organizations that wait for keys
 * @param fresh whether the configuration in memory is recent enough to rely on
 */
record SharedParts(
        Deployment deployment,
        CryptoProvider crypto,
        Telemetry telemetry,
        Meters meters,
        Database database,
        ServerIdentity self,
        MasterKeys masterKeys,
        KeyGeneration keyGeneration,
        OutboundSettings outbound,
        Optional<OpenIdProvider> provider,
        SharedJwksFetches fetches,
        ExecutorService background,
        AtomicInteger waitingForKeys,
        ClientAuthorityFiles clientAuthorities,
        CertificateFiles certificate,
        CertificateEnds certificateEnds,
        BooleanSupplier fresh) {}
