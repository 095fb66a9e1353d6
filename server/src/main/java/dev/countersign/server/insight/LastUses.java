package dev.countersign.server.insight;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Instant;
import java.util.Map;

/**
 * Times at which secrets and keys were last used, some seconds behind.
 *
 * <p>Both methods throw {@link StoreUnavailableException} when the store cannot be read.
 */
public interface LastUses {

    /** By the id of the secret; unused secrets are absent. */
    Map<String, Instant> ofSecrets(ApplicationId application);

    /** By the label of the key, as in the audit; unused keys are absent. */
    Map<String, Instant> ofKeys(IssuerId issuer);
}
