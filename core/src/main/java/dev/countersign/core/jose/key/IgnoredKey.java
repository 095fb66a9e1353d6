package dev.countersign.core.jose.key;

import java.util.Optional;

/**
 * A key of a set or list that is never used.
 *
 * @param label the key's name for people; safe to print
 * @param keyId its {@code kid}, so that a token that names it is told why it fails
 * @param reason a clause such as "is a symmetric key"
 * @param isSecret whether it is a private or symmetric key, which everybody could sign with
 */
public record IgnoredKey(String label, Optional<String> keyId, String reason, boolean isSecret) {}
