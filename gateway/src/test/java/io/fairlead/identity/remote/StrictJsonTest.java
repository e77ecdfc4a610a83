package io.fairlead.identity.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private static Map<String, @Nullable Object> read(String json) {
        return StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void object_isReadWithAllItHolds() {
        assertThat(read("{\"a\":1,\"b\":[1.5,true,null,\"x\"],\"c\":{\"d\":12345678901}}"))
                .containsEntry("a", 1L)
                .containsEntry("b", Arrays.asList(1.5, true, null, "x"))
                .containsEntry("c", Map.of("d", 12345678901L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"secret\"",
                "{",
                "{\"secret\":1",
                "{\"secret\":1}{}",
                "{\"secret\":1,\"secret\":1}",
                "{\"a\":{\"secret\":1,\"b\":0,\"secret\":2}}",
                "{\"a\":[{\"secret\":1,\"secret\":2}]}",
                "{\"secret\":1,\"se\\u0063ret\":2}",
                "{secret:1}",
                "{'secret':1}",
                "{\"secret\":NaN}",
                "{\"secret\":01}",
                "{\"secret\":1,}",
                "{\"a\":secret}"
            })
    void anythingElse_isRefusedWithoutBeingRepeated(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void depthAndNumbers_areBounded() {
        int deep = StrictJson.DEEPEST - 1;
        assertThat(read("{\"a\":" + "[".repeat(deep) + "]".repeat(deep) + "}")).containsKey("a");
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(deep + 1) + "]".repeat(deep + 1) + "}"))
                .hasMessageContaining("deeper");
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(1_000_000))).hasMessageContaining("deeper");
        assertThatThrownBy(() -> read("{\"a\":" + "9".repeat(41) + "}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytesThatAreNoUtf8_areRefused() {
        for (byte[] bytes : List.of(
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'},
                "{}".getBytes(StandardCharsets.UTF_16),
                "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE))) {
            assertThatThrownBy(() -> StrictJson.object(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
