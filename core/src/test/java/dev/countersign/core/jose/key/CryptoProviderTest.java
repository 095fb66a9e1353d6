package dev.countersign.core.jose.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Security;
import org.junit.jupiter.api.Test;

class CryptoProviderTest {

    @Test
    void isChosenOnce() {
        assertThat(CryptoProvider.choose()).isSameAs(CryptoProvider.choose());
    }

    @Test
    void saysWhatIsInUseAndWhy() {
        assertThat(CryptoProvider.choose().description()).isNotBlank();
        assertThat(CryptoProvider.portable("the library did not load").description())
                .startsWith("JDK (RSA) and Bouncy Castle")
                .endsWith("because the library did not load");
        assertThat(Providers.CORRETTO_WITHOUT_ITS_PROPERTY.provider().description())
                .contains("Amazon Corretto")
                .contains("Bouncy Castle")
                .contains("registerEdKeyFactory");
    }

    @Test
    void leavesTheProvidersOfTheProcessAlone() {
        CryptoProvider.choose();

        assertThat(Security.getProvider("AmazonCorrettoCryptoProvider")).isNull();
        assertThat(Security.getProvider("BC")).isNull();
    }
}
