package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.ledger.Redemptions.NOW;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.FamilyId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.token.TokenForm;
import dev.countersign.core.token.TokenLedger.FirstRefreshToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tokens of a subject that its issuer names, which a block refuses or revokes. */
final class SubjectTokens {
    private static final ApplicationId APPLICATION = new ApplicationId("application-1");
    private static final ClientId CLIENT = new ClientId("orders-client");
    private static final Instant EXPIRY = NOW.plusSeconds(3600);

    private SubjectTokens() {}

    static IssuedToken token(IssuerSubject subject, Instant issuedAt) {
        return new IssuedToken(
                new TokenId(Secrets.generateId()),
                Optional.of(subject.issuer()),
                "partner:" + subject.subject(),
                Optional.of(subject),
                APPLICATION,
                CLIENT,
                ScopeSet.EMPTY,
                List.of(),
                Confirmation.NONE,
                issuedAt,
                EXPIRY,
                new TokenForm.Jwt());
    }

    /** The first refresh token for an assertion. */
    static FirstRefreshToken first(String assertion, IssuerSubject subject) {
        var family = new RefreshFamily(
                new FamilyId("family-" + assertion),
                subject.issuer(),
                "partner:" + subject.subject(),
                APPLICATION,
                CLIENT,
                ScopeSet.EMPTY,
                List.of(),
                List.of(),
                Map.of("sub", subject.subject()),
                Confirmation.NONE,
                NOW,
                EXPIRY);
        return new FirstRefreshToken(Sha256.ofUtf8(assertion), family);
    }
}
