package dev.countersign.core.jose.key;

import java.util.Optional;

/**
 * A key of a set or list that is never used.
 *
 * @param label the key's display name; safe to print
 * @param keyId its {@code kid}, used to explain the refusal of a token that names it
 * @param reason a clause such as "is a symmetric key"
 * @param isSecret whether it is a private or symmetric key, which could be used to sign
 */
public record IgnoredKey(String label, Optional<String> keyId, String reason, boolean isSecret) {}
