package dev.countersign.server.insight;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Instant;
import java.util.Map;

/**
 * When secrets and keys were last used, some seconds behind.
 *
 * <p>Both methods throw {@link StoreUnavailableException} when the store cannot be read.
 */
public interface LastUses {

    /** By the id of the secret; those never used are absent. */
    Map<String, Instant> ofSecrets(ApplicationId application);

    /** By the label of the key, as it stands in the audit; those never used are absent. */
    Map<String, Instant> ofKeys(IssuerId issuer);
}
