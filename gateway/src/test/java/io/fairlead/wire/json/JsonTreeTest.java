package io.fairlead.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

    @Test
    void value_is_written_as_it_was_read() {
        String text = "{\"a\":[1,2.50,-3e2,true,null,\"grüße \\\"x\\\"\"],\"b\":{\"c\":{}},\"d\":12345678901234567890}";

        assertThat(JsonTree.write(JsonTree.read(text))).isEqualTo(text.replace("-3e2", "-3E+2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "hello", "{", "[1,", "1 2", "{\"a\":1,\"a\":2}", "nul"})
    void text_that_is_no_value_is_refused(String text) {
        assertThatThrownBy(() -> JsonTree.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
