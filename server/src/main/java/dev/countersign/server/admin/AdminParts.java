package dev.countersign.server.admin;

import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.resource.ApiResourceEndpoints;
import dev.countersign.server.admin.resource.ApplicationResource;
import dev.countersign.server.admin.resource.AuditResource;
import dev.countersign.server.admin.resource.BlockedSubjectResource;
import dev.countersign.server.admin.resource.CallerResource;
import dev.countersign.server.admin.resource.ExplainResource;
import dev.countersign.server.admin.resource.IssuerKeysResource;
import dev.countersign.server.admin.resource.IssuerRehearsalResource;
import dev.countersign.server.admin.resource.IssuerResource;
import dev.countersign.server.admin.resource.NoticeResource;
import dev.countersign.server.admin.resource.PresetResource;
import dev.countersign.server.admin.resource.SigningKeyResource;
import dev.countersign.server.admin.resource.TokenRevocationResource;
import dev.countersign.server.admin.resource.TrustResource;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.ExplainAssertion;
import dev.countersign.server.insight.InspectIssuerKeys;
import dev.countersign.server.insight.LastUses;
import dev.countersign.server.insight.RevokeTokens;
import dev.countersign.server.insight.SubjectRevocation;
import dev.countersign.server.insight.rehearsal.RehearseIssuer;
import dev.countersign.server.notice.NoticeServices;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.signing.RotateSigningKeys;
import dev.countersign.server.subject.BlockSubjects;
import java.util.List;
import java.util.stream.Stream;

/** Use cases and services of the REST API. */
public record AdminParts(
        UseCases useCases,
        InspectIssuerKeys issuerKeys,
        LastUses lastUses,
        ExplainAssertion explain,
        RehearseIssuer rehearse,
        AuditRecords audit,
        RotateSigningKeys signingKeys,
        RevokeTokens revokeTokens,
        SubjectRevocation revokeSubjects,
        BlockSubjects blockSubjects,
        NoticeServices notices) {

    List<Endpoint> endpoints() {
        return Stream.of(
                        new IssuerResource(useCases).endpoints(),
                        new IssuerKeysResource(issuerKeys).endpoints(),
                        new ApplicationResource(useCases, lastUses).endpoints(),
                        new ApiResourceEndpoints(useCases).endpoints(),
                        new ExplainResource(explain).endpoints(),
                        new IssuerRehearsalResource(rehearse).endpoints(),
                        new AuditResource(audit).endpoints(),
                        new PresetResource().endpoints(),
                        new TrustResource(useCases).endpoints(),
                        new SigningKeyResource(signingKeys).endpoints(),
                        new TokenRevocationResource(revokeTokens, revokeSubjects).endpoints(),
                        new BlockedSubjectResource(blockSubjects).endpoints(),
                        new NoticeResource(notices).endpoints(),
                        new CallerResource().endpoints())
                .flatMap(List::stream)
                .toList();
    }
}
