package io.fairlead.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignedClientNamesTest {

    private static final byte[] KEY = "a key of sufficient length".getBytes(StandardCharsets.UTF_8);

    private final ClientNames names = new SignedClientNames(KEY);

    @Test
    void names_issued_differAndFitAName() {
        assertThat(names.issue()).isNotEqualTo(names.issue()).matches("[A-Za-z0-9_-]{16}");
    }

    @Test
    void name_withItsSecret_isProven() {
        String name = names.issue();
        assertThat(names.proves(name, names.secretOf(name))).isTrue();
    }

    @Test
    void name_withAnothersSecretOrNone_isNot() {
        String name = names.issue();
        assertThat(names.proves(name, names.secretOf(names.issue()))).isFalse();
        assertThat(names.proves(name, null)).isFalse();
        assertThat(names.proves(name, "")).isFalse();
    }

    @Test
    void nodes_withTheSameKey_knowEachOthersClients() {
        String name = names.issue();
        assertThat(new SignedClientNames(KEY).proves(name, names.secretOf(name)))
                .isTrue();
        assertThat(SignedClientNames.withRandomKey().proves(name, names.secretOf(name)))
                .isFalse();
    }

    @Test
    void key_tooShort_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SignedClientNames(new byte[15]));
    }
}
