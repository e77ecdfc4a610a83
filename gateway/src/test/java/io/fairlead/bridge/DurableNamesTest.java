package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.ClientKey;
import org.junit.jupiter.api.Test;

class DurableNamesTest {

    private static String name(String user, String client) {
        return DurableNames.clientId(new ClientKey(user, client));
    }

    @Test
    void plainNames_areReadable() {
        assertThat(name("alice", "tab-7f3a")).isEqualTo("fl.d.alice.tab-7f3a");
    }

    @Test
    void namesWithDotsPercentsAndLetters_areNeverTheSame() {
        assertThat(name("a.b", "c")).isEqualTo("fl.d.a%2Eb.c").isNotEqualTo(name("a", "b.c"));
        assertThat(name("a%2Eb", "c")).isNotEqualTo(name("a.b", "c"));
        assertThat(name("größe", "/")).isEqualTo("fl.d.gr%C3%B6%C3%9Fe.%2F");
    }

    @Test
    void longNames_areHashed_eachToAnother() {
        assertThat(name("u".repeat(200), "c"))
                .startsWith("fl.h.")
                .hasSizeLessThan(128)
                .isNotEqualTo(name("u".repeat(200), "d"));
    }
}
