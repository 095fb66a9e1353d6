package dev.countersign.server.store.organization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the column of organizations as earlier versions have written it. */
class OrganizationDocumentTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"limits\":{}}", "{\"limits\":{\"applications\":5}}"})
    void anOrganizationOfAnEarlierVersionHasNoHostNames(String document) {
        assertThat(OrganizationDocument.hosts(document)).isEmpty();
    }
}
