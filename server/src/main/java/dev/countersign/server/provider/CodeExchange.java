package dev.countersign.server.provider;

import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import dev.countersign.server.config.ConsoleSettings;
import dev.countersign.server.provider.ProviderDocuments.Documents;
import dev.countersign.server.provider.ProviderReturn.Failed;
import dev.countersign.server.provider.ProviderReturn.Failure;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The request to the provider's token endpoint, which gives the ID token for a code. Access tokens are not used. */
record CodeExchange(ConsoleSettings.Provider settings, URI redirect, ProviderHttp http) {
    private static final int SERVER_ERROR = 500;

    /** Result of the request. */
    sealed interface Redeemed {
        /** Success: the ID token, not verified. */
        record Token(JWT idToken) implements Redeemed {
            @Override
            public String toString() {
                return "Token[redacted]";
            }
        }

        record Refused(Failed failed) implements Redeemed {}
    }

    Redeemed redeem(Documents documents, AuthorizationCode code, CodeVerifier verifier) {
        try {
            var response = request(documents, new AuthorizationCodeGrant(code, redirect, verifier))
                    .send(http);
            if (response.getStatusCode() >= SERVER_ERROR) {
                return refused(Failure.UNREACHABLE, "the token endpoint answered " + response.getStatusCode());
            }
            return read(OIDCTokenResponseParser.parse(response));
        } catch (IOException unreachable) {
            return refused(Failure.UNREACHABLE, "the token endpoint " + unreachable.getMessage());
        } catch (ParseException unreadable) {
            return refused(Failure.INVALID, "the token response cannot be read");
        }
    }

    private static Redeemed read(TokenResponse response) {
        if (!(response instanceof OIDCTokenResponse success)) {
            return refused(
                    Failure.INVALID,
                    "the token endpoint answered "
                            + Words.of(
                                    response.toErrorResponse().getErrorObject().getCode()));
        }
        return Optional.ofNullable(success.getOIDCTokens().getIDToken())
                .<Redeemed>map(Redeemed.Token::new)
                .orElseGet(() -> refused(Failure.INVALID, "the token response has no ID token"));
    }

    private HTTPRequest request(Documents documents, AuthorizationCodeGrant grant) {
        URI endpoint = documents.metadata().getTokenEndpointURI();
        var client = new ClientID(settings.clientId());
        if (settings.clientSecret().isEmpty()) {
            return new TokenRequest.Builder(endpoint, client, grant).build().toHTTPRequest();
        }
        var secret = new Secret(settings.clientSecret().get());
        return new TokenRequest.Builder(
                        endpoint,
                        isPostAlone(documents)
                                ? new ClientSecretPost(client, secret)
                                : new ClientSecretBasic(client, secret),
                        grant)
                .build()
                .toHTTPRequest();
    }

    /** Whether the provider takes the secret in the body only; without a list it takes it in the header. */
    private static boolean isPostAlone(Documents documents) {
        List<ClientAuthenticationMethod> methods = Optional.ofNullable(
                        documents.metadata().getTokenEndpointAuthMethods())
                .orElse(List.of());
        return methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    }

    private static Redeemed refused(Failure failure, String detail) {
        return new Redeemed.Refused(new Failed(failure, detail));
    }

    @Override
    public String toString() {
        return "CodeExchange[redacted]";
    }
}
