package dev.countersign.server.web;

import dev.countersign.core.audit.EventAuthor.TokenLabel;
import dev.countersign.core.token.PresentedToken.Scheme;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.operation.TokenInUse;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.token.PersonalTokenText;
import dev.countersign.server.people.token.PersonalTokens;
import dev.countersign.server.people.token.PersonalTokens.Verdict;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The gate of the REST API: admits an application by an access token of this server with the required scope, and a person
 * by a personal access token with the required role. Both are sent in the {@code Authorization} header only.
 */
public final class AdministrationGate {
    private static final System.Logger LOG = System.getLogger(AdministrationGate.class.getName());

    private static final ProblemDetails INVALID =
            invalid("It is unknown, revoked, or of a person who is disabled or removed.");
    private static final ProblemDetails EXPIRED = invalid("It has expired. Create another one in the console.");
    private static final ProblemDetails UNCONFIRMED = invalid(
            "Its person has not signed in with the OpenID provider for 30 days. A sign-in to the console makes it valid again.");
    private static final ProblemDetails NOT_BEARER =
            invalid("It is sent with the scheme Bearer: it is not bound to a key.");

    private final BearerGate applications;
    private final PersonalTokens tokens;

    /** @param applications the gate of access tokens */
    public AdministrationGate(BearerGate applications, PersonalTokens tokens) {
        this.applications = applications;
        this.tokens = tokens;
    }

    private static ProblemDetails invalid(String detail) {
        return ProblemDetails.of(401, "access.token_invalid", "The personal access token is not valid.", detail);
    }

    /** Returns the author of the request; empty when it was refused, in which case the response has been sent. */
    public Optional<Administrator> admit(ServerRequest request, ServerResponse response, Permission needed) {
        Optional<AuthorizationField> personal = BearerGate.isMisplaced(request)
                ? Optional.empty()
                : request.headers().values("Authorization").stream()
                        .flatMap(value -> AuthorizationField.read(value).stream())
                        .filter(field -> field.token().startsWith(PersonalTokenText.PREFIX))
                        .findFirst();
        return personal.isPresent()
                ? person(response, personal.get(), needed.role())
                : applications
                        .admit(request, response, needed.scope())
                        .map(caller -> new Administrator(
                                caller.clientId().value(),
                                CorrelationIds.of(response),
                                new Authority.Held(caller.scopes())));
    }

    private Optional<Administrator> person(ServerResponse response, AuthorizationField field, Role needed) {
        if (field.scheme() != Scheme.BEARER) {
            return refuse(response, NOT_BEARER);
        }
        try {
            return switch (tokens.check(field.token())) {
                case Verdict.Invalid() -> refuse(response, INVALID);
                case Verdict.Expired() -> refuse(response, EXPIRED);
                case Verdict.Unconfirmed() -> refuse(response, UNCONFIRMED);
                case Verdict.Valid valid when !valid.role().covers(needed) -> insufficient(response, valid, needed);
                case Verdict.Valid valid -> Optional.of(administrator(response, valid));
            };
        } catch (StoreUnavailableException unavailable) {
            LOG.log(Level.WARNING, "The store was unavailable to the check of a personal access token", unavailable);
            return BearerGate.unavailable(response, unavailable.retryAfter());
        }
    }

    private static Administrator administrator(ServerResponse response, Verdict.Valid valid) {
        return new Administrator(
                valid.person().username(),
                CorrelationIds.of(response),
                Authority.of(valid.role().covers(Role.ADMINISTRATOR)),
                Optional.of(new TokenInUse(
                        new TokenLabel(valid.token().id().value(), valid.token().name()),
                        valid.role().word(),
                        valid.token().expiresAt())));
    }

    private static Optional<Administrator> refuse(ServerResponse response, ProblemDetails problem) {
        return BearerGate.refuse(response, problem, Challenge.invalidToken(Scheme.BEARER));
    }

    private static Optional<Administrator> insufficient(ServerResponse response, Verdict.Valid valid, Role needed) {
        String cause = valid.token().role().covers(needed)
                ? "the person has the role %s.".formatted(valid.person().role().word())
                : "the token has the role %s.".formatted(valid.token().role().word());
        var problem = ProblemDetails.of(
                403,
                "access.insufficient_role",
                "The role of the personal access token does not suffice.",
                "This needs the role %s; %s".formatted(needed.word(), cause));
        Responses.problem(response, problem);
        return Optional.empty();
    }
}
