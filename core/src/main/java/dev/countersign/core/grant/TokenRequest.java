package dev.countersign.core.grant;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.policy.RequestedAccess;

/** A well-formed token request (RFC 6749 §4.4.2 and §6, RFC 7523 §2.1). */
public record TokenRequest(ClientAuthentication client, Grant grant, RequestedAccess access) {

    /** The authorization grant it presents. */
    public sealed interface Grant {
        GrantType type();

        /** An assertion, not yet looked at; nothing prints it. */
        record JwtBearer(String assertion) implements Grant {
            @Override
            public GrantType type() {
                return GrantType.JWT_BEARER;
            }

            @Override
            public String toString() {
                return "JwtBearer[redacted]";
            }
        }

        /** A refresh token, not yet looked at; nothing prints it. */
        record Refresh(String refreshToken) implements Grant {
            @Override
            public GrantType type() {
                return GrantType.REFRESH_TOKEN;
            }

            @Override
            public String toString() {
                return "Refresh[redacted]";
            }
        }

        /** The client's own credentials. */
        record ClientCredentials() implements Grant {
            @Override
            public GrantType type() {
                return GrantType.CLIENT_CREDENTIALS;
            }
        }
    }
}
