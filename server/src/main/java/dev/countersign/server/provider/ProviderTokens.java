package dev.countersign.server.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Identifier;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.PlainText;
import dev.countersign.server.config.ConsoleSettings;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.ProviderSignIn;
import dev.countersign.server.provider.ProviderDocuments.Documents;
import dev.countersign.server.provider.ProviderReturn.Failed;
import dev.countersign.server.provider.ProviderReturn.Failure;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tokens of the provider: ID tokens and logout tokens, verified with its keys by asymmetric algorithms only. */
final class ProviderTokens {
    private static final Set<JWSAlgorithm> ALGORITHMS = new LinkedHashSet<>(List.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512));

    private static final Duration SKEW = Duration.ofSeconds(30);
    /** The longest time in which a logout token is on record. */
    private static final Duration LONGEST_LOGOUT = Duration.ofHours(1);

    /** OpenID Connect Core 1.0 §2: a subject has at most 255 characters. */
    private static final int LONGEST_IDENTIFIER = 255;

    private final ConsoleSettings.Provider settings;
    private final Issuer issuer;
    private final ClientID client;
    private final RoleClaims roles;

    ProviderTokens(ConsoleSettings.Provider settings) {
        this.settings = settings;
        this.issuer = new Issuer(settings.issuer());
        this.client = new ClientID(settings.clientId());
        this.roles = RoleClaims.of(settings.roles());
    }

    private static JWSKeySelector<SecurityContext> keys(Documents documents) {
        return new JWSVerificationKeySelector<>(ALGORITHMS, documents.keys());
    }

    /** The person of an ID token (OpenID Connect Core 1.0 §3.1.3.7). */
    ProviderReturn user(JWT token, Documents documents, RoundTrip trip) {
        var validator = new IDTokenValidator(issuer, client, keys(documents), null);
        validator.setMaxClockSkew((int) SKEW.toSeconds());
        try {
            var verified = validator.validate(token, trip.nonce());
            if (!isForUs(verified)) {
                return new Failed(Failure.INVALID, "the ID token is not valid: its azp is not this client");
            }
            return switch (claims(token)) {
                case Parsed.Unreadable(String reason) -> new Failed(Failure.INVALID, "the ID token " + reason);
                case Parsed.Read(var claims) -> user(claims, trip);
            };
        } catch (KeySourceException unreachable) {
            return new Failed(Failure.UNREACHABLE, "its keys cannot be fetched");
        } catch (BadJOSEException | JOSEException | ParseException invalid) {
            return new Failed(Failure.INVALID, "the ID token is not valid: " + fault(invalid));
        }
    }

    /** OpenID Connect Core 1.0 §3.1.3.7 (4) and (5), which the SDK leaves to its user. */
    private boolean isForUs(IDTokenClaimsSet claims) {
        Optional<String> party = value(claims.getAuthorizedParty());
        return party.isPresent()
                ? party.get().equals(settings.clientId())
                : claims.getAudience().size() == 1;
    }

    /** A description of the fault that repeats nothing of the token. */
    private static String fault(Exception invalid) {
        String text = String.valueOf(invalid.getMessage());
        int quoted = text.indexOf(':');
        return quoted < 0 ? text : text.substring(0, quoted);
    }

    /** The claims as the conditions of issuers have them. */
    private static Parsed<Map<String, Object>> claims(JWT verified) throws ParseException {
        return verified instanceof SignedJWT signed
                ? StrictJson.readObject(signed.getPayload().toBytes())
                : new Parsed.Unreadable<>("is not signed");
    }

    private ProviderReturn user(Map<String, Object> claims, RoundTrip trip) {
        Optional<String> subject = identifier(claims, "sub");
        if (subject.isEmpty()
                || (claims.containsKey("sid") && identifier(claims, "sid").isEmpty())) {
            return new Failed(Failure.INVALID, "the ID token has an unusable sub or sid");
        }
        String name = Stream.of(settings.usernameClaim(), "email", "sub")
                .flatMap(claim -> text(claims, claim).stream())
                .findFirst()
                .orElse(subject.get());
        var account = new Person.ProviderAccount(settings.issuer().toString(), subject.get());
        return new ProviderReturn.Authenticated(
                new ProviderSignIn.User(account, name, roles.role(claims), identifier(claims, "sid"), trip.over()),
                trip.to());
    }

    private static Optional<String> text(Map<String, Object> claims, String name) {
        return Optional.ofNullable(claims.get(name))
                .filter(String.class::isInstance)
                .map(value -> ((String) value).strip())
                .filter(value -> !value.isEmpty());
    }

    private static Optional<String> identifier(Map<String, Object> claims, String name) {
        return Optional.ofNullable(claims.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(ProviderTokens::isUsable);
    }

    private static boolean isUsable(String identifier) {
        return !identifier.isEmpty() && identifier.length() <= LONGEST_IDENTIFIER && PlainText.isStorable(identifier);
    }

    /** Reads a logout token (OpenID Connect Back-Channel Logout 1.0 §2.6). */
    LogoutReading logout(String token, Documents documents, CorrelationId id, Instant now) {
        try {
            JWT jwt = JWTParser.parse(token);
            // §2.4 recommends the type; the SDK accepts either tokens with it or those without
            boolean typed = LogoutTokenValidator.TYPE.equals(jwt.getHeader().getType());
            LogoutTokenClaimsSet claims =
                    new LogoutTokenValidator(issuer, client, typed, keys(documents), null).validate(jwt);
            return logout(claims, id, now);
        } catch (KeySourceException unreachable) {
            return new LogoutReading.Invalid("its keys cannot be fetched");
        } catch (BadJOSEException | JOSEException | ParseException invalid) {
            return new LogoutReading.Invalid("the logout token is not valid: " + fault(invalid));
        }
    }

    private LogoutReading logout(LogoutTokenClaimsSet claims, CorrelationId id, Instant now) {
        Instant issued = claims.getIssueTime().toInstant();
        if (issued.isAfter(now.plus(SKEW)) || issued.isBefore(now.minus(LONGEST_LOGOUT))) {
            return new LogoutReading.Invalid("the logout token was not issued within the last hour");
        }
        Optional<String> subject = value(claims.getSubject());
        Optional<String> session = value(claims.getSessionID());
        Optional<String> jti = value(claims.getJWTID());
        boolean usable =
                Stream.of(subject, session, jti).flatMap(Optional::stream).allMatch(ProviderTokens::isUsable);
        if (!usable || jti.isEmpty() || (subject.isEmpty() && session.isEmpty())) {
            return new LogoutReading.Invalid("the logout token has an unusable sub, sid or jti");
        }
        // No later token is accepted: its issue would be longer ago than that.
        var replayKey = new ReplayKey(
                Sha256.ofUtf8("logout token of the console\n" + settings.issuer() + "\n" + jti.get()),
                now.plus(LONGEST_LOGOUT).plus(SKEW).plus(SKEW));
        return new LogoutReading.Valid(new ProviderSignIn.Logout(
                settings.issuer().toString(), subject, session, replayKey, now.plus(RoundTrip.OVER_AFTER), id));
    }

    private static Optional<String> value(@Nullable Identifier identifier) {
        return Optional.ofNullable(identifier).map(Identifier::getValue);
    }
}
