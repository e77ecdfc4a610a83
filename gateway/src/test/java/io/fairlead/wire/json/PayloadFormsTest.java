package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topicmap.PayloadForm;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which form bytes from the broker reach a client. */
class PayloadFormsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.50",
                "1E+5",
                "true",
                "false",
                "null",
                "\"\"",
                "{}",
                "[]",
                " {\"a\" : [ 1 , null ] }\r\n\t",
                "\"\\ud800\"",
                "\"\\u0000\"",
                "\"\u2028\u007f\uffff\"",
                "{\"a\":1,\"a\":2}",
                "{\"__proto__\":1}",
                "\"😀\"",
                "123456789012345678901234567890",
                "1e999999",
                "{\"\":0}"
            })
    void json_onJsonRoute_isEmbeddedAsItCame(String payload) {
        assertThat(payloadOf(payload.getBytes(UTF_8), PayloadForm.JSON)).isEqualTo("\"data\":" + payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "21.5°C",
                "NaN",
                "-Infinity",
                "{",
                "{\"a\":1",
                "[1,]",
                "{} {}",
                "1 2",
                "{}x",
                "01",
                "-",
                "1.",
                ".5",
                "+1",
                "0x10",
                "'a'",
                "{a:1}",
                "nul",
                "nullx",
                "truefalse",
                "\"a\nb\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"a",
                "// c\n1",
                "/* c */1",
                "1 // c",
                "\ufeff{}",
                "\u00a01",
                "\f1",
                "   ",
                "{\"a\":}",
                "{\"a\"}",
                "[1 2]",
                "]",
                "}",
                "\0",
                "1\0",
                "\u00001"
            })
    void noJson_onJsonRoute_isText(String payload) {
        assertThat(payloadOf(payload.getBytes(UTF_8), PayloadForm.JSON)).startsWith("\"text\":\"");
    }

    /** Browsers would read these; what is on the careful side of them is text. */
    @Test
    void jsonWithOddNames_onJsonRoute_isText() {
        assertThat(payloadOf("{\"\\ud800\":1}".getBytes(UTF_8), PayloadForm.JSON))
                .startsWith("\"text\":");
        assertThat(payloadOf(("{\"" + "n".repeat(1_025) + "\":1}").getBytes(UTF_8), PayloadForm.JSON))
                .startsWith("\"text\":");
    }

    @Test
    void jsonNestedTooDeep_onJsonRoute_isText() {
        String deepest = "[".repeat(128) + "]".repeat(128);

        assertThat(payloadOf(deepest.getBytes(UTF_8), PayloadForm.JSON)).isEqualTo("\"data\":" + deepest);
        assertThat(payloadOf(("[" + deepest + "]").getBytes(UTF_8), PayloadForm.JSON))
                .startsWith("\"text\":");
    }

    @Test
    void jsonWithHugeParts_onJsonRoute_isEmbedded() {
        String huge = "[" + "1".repeat(50_000) + ",\"" + "x".repeat(50_000) + "\"]";

        assertThat(payloadOf(huge.getBytes(UTF_8), PayloadForm.JSON)).isEqualTo("\"data\":" + huge);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "c080",
                "c1bf",
                "e08080",
                "eda080",
                "edbfbf",
                "f0808080",
                "f4908080",
                "f5808080",
                "80",
                "c3",
                "e282",
                "f09f98",
                "22ff22",
                "22eda08022"
            })
    void noUtf8_onAnyRoute_isBase64(String hex) {
        byte[] payload = bytes(hex);
        String expected = "\"base64\":\"" + Base64.getEncoder().encodeToString(payload) + "\"";

        assertThat(payloadOf(payload, PayloadForm.JSON)).isEqualTo(expected);
        assertThat(payloadOf(payload, PayloadForm.TEXT)).isEqualTo(expected);
    }

    @Test
    void json_onTextRoute_isText() {
        assertThat(payloadOf("{}".getBytes(UTF_8), PayloadForm.TEXT)).isEqualTo("\"text\":\"{}\"");
    }

    @Test
    void text_onBinaryRoute_isBase64() {
        assertThat(payloadOf("hi".getBytes(UTF_8), PayloadForm.BINARY)).isEqualTo("\"base64\":\"aGk=\"");
    }

    @ParameterizedTest
    @EnumSource
    void nothing_onAnyRoute_isEmptyText(PayloadForm form) {
        assertThat(payloadOf(new byte[0], form)).isEqualTo("\"text\":\"\"");
    }

    private static String payloadOf(byte[] payload, PayloadForm form) {
        String json = Encoding.json(Encoding.message(payload, form));
        String start = "{\"type\":\"message\",\"channel\":\"c\",\"pos\":1,\"ts\":2,";
        assertThat(json).startsWith(start).endsWith("}");
        return json.substring(start.length(), json.length() - 1);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
