package dev.countersign.server.admin;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** All operations of the API: method, path, scope, a valid body, and the status of success. */
final class AdminOperations {
    private AdminOperations() {}

    static Stream<Arguments> all() {
        return Stream.of(ofBlockedSubjects(), ofOrganizations(), ofIssuers(), others())
                .flatMap(Function.identity());
    }

    private static Stream<Arguments> ofBlockedSubjects() {
        return Stream.of(
                Arguments.of("GET", "/blocked-subjects", "admin:read", "", 200),
                Arguments.of("POST", "/blocked-subjects", "admin:write", "{'issuer':'partner','subject':'bob'}", 201),
                Arguments.of("GET", "/blocked-subjects/BLOCK", "admin:read", "", 200),
                Arguments.of("DELETE", "/blocked-subjects/BLOCK", "admin:write", "", 204));
    }

    private static Stream<Arguments> ofOrganizations() {
        return Stream.of(
                Arguments.of("GET", "/organizations", "admin:read", "", 200),
                Arguments.of("POST", "/organizations", "admin:write", "{'slug':'new','name':'New'}", 201),
                Arguments.of(
                        "POST",
                        "/organizations/import",
                        "admin:write",
                        "{'organization':'new','organization_settings':{'name':'New'}}",
                        201),
                Arguments.of("GET", "/organizations/TENANT/export", "admin:read", "", 200),
                Arguments.of("GET", "/organizations/TENANT", "admin:read", "", 200),
                Arguments.of("PATCH", "/organizations/TENANT", "admin:write", "{}", 200),
                Arguments.of("DELETE", "/organizations/TENANT", "admin:write", "", 204),
                Arguments.of("POST", "/organizations/TENANT/administrator-link", "admin:write", "", 200));
    }

    private static Stream<Arguments> ofIssuers() {
        return Stream.of(
                Arguments.of("GET", "/trusted-token-issuers", "admin:read", "", 200),
                Arguments.of("POST", "/trusted-token-issuers", "admin:write", AdminApiTest.ISSUER, 201),
                Arguments.of(
                        "POST",
                        "/trusted-token-issuers/discover",
                        "admin:write",
                        "{'issuer':'https://a.example'}",
                        200),
                Arguments.of("GET", "/trusted-token-issuers/ISSUER", "admin:read", "", 200),
                Arguments.of("PUT", "/trusted-token-issuers/ISSUER", "admin:write", AdminApiTest.ISSUER, 200),
                Arguments.of("PATCH", "/trusted-token-issuers/ISSUER", "admin:write", "{}", 200),
                Arguments.of("DELETE", "/trusted-token-issuers/ISSUER", "admin:write", "", 204),
                Arguments.of("GET", "/trusted-token-issuers/ISSUER/keys", "admin:read", "", 200),
                Arguments.of("POST", "/trusted-token-issuers/ISSUER/keys/refresh", "admin:write", "", 200),
                Arguments.of("POST", "/trusted-token-issuers/ISSUER/rehearse", "admin:read", "{'enabled':false}", 200));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("GET", "/applications", "admin:read", "", 200),
                Arguments.of("POST", "/applications", "admin:write", "{'name':'new'}", 201),
                Arguments.of("GET", "/applications/APPLICATION", "admin:read", "", 200),
                Arguments.of("PUT", "/applications/APPLICATION", "admin:write", "{'name':'app'}", 200),
                Arguments.of("PATCH", "/applications/APPLICATION", "admin:write", "{}", 200),
                Arguments.of("DELETE", "/applications/APPLICATION", "admin:write", "", 204),
                Arguments.of("POST", "/applications/APPLICATION/secrets", "admin:write", "", 201),
                Arguments.of("DELETE", "/applications/APPLICATION/secrets/SECRET", "admin:write", "", 204),
                Arguments.of("GET", "/api-resources", "admin:read", "", 200),
                Arguments.of("POST", "/api-resources", "admin:write", "{'name':'n','audience':'urn:n'}", 201),
                Arguments.of("GET", "/api-resources/RESOURCE", "admin:read", "", 200),
                Arguments.of("PUT", "/api-resources/RESOURCE", "admin:write", "{'name':'a','audience':'urn:a'}", 200),
                Arguments.of("PATCH", "/api-resources/RESOURCE", "admin:write", "{}", 200),
                Arguments.of("DELETE", "/api-resources/RESOURCE", "admin:write", "", 204),
                Arguments.of("POST", "/explain", "admin:read", "{'assertion':'a'}", 200),
                Arguments.of("GET", "/audit-events", "admin:read", "", 200),
                Arguments.of("POST", "/trust/plan", "admin:read", "{}", 200),
                Arguments.of("POST", "/trust/apply", "admin:write", "{'version':'0'}", 409),
                Arguments.of("GET", "/trust/schema", "admin:read", "", 200),
                Arguments.of("GET", "/trust/export", "admin:read", "", 200),
                Arguments.of("GET", "/me", "admin:read", "", 200),
                Arguments.of("GET", "/presets", "admin:read", "", 200),
                Arguments.of("GET", "/notices", "admin:read", "", 200),
                Arguments.of("POST", "/notices/deliveries/retry", "admin:write", "", 200),
                Arguments.of("GET", "/signing-keys", "admin:read", "", 200),
                Arguments.of("POST", "/signing-keys/rotate", "admin:write", "", 200),
                Arguments.of("POST", "/token-revocations", "admin:write", "{\"subject\":\"partner:alice\"}", 200),
                Arguments.of(
                        "POST",
                        "/global-token-revocation",
                        "admin:write",
                        "{'sub_id':{'format':'opaque','id':'partner:alice'}}",
                        204));
    }
}
