package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.UserProperty;
import io.fairlead.topicmap.PayloadForm;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWebSocketFormatTest {

    private static final int FIELDS = "{'type':'message','channel':'c','pos':1,'ts':2,'text':''}".length();

    /** RFC 6455, section 5.2: the length takes the shortest of its three forms. */
    @ParameterizedTest
    @CsvSource({"100, 2", "125, 2", "126, 4", "127, 4", "65535, 4", "65536, 10", "200000, 10"})
    void text_ofAnyLength_hasTheShortestHeader(int length, int header) {
        byte[] payload = "x".repeat(length - FIELDS).getBytes(UTF_8);

        byte[] frame = Encoding.frame(Encoding.message(payload, PayloadForm.TEXT));

        assertThat(frame).hasSize(header + length);
        assertThat(frame[0]).isEqualTo((byte) 0x81);
        assertThat(lengthIn(frame)).isEqualTo(length);
        assertThat(new String(frame, header, length, UTF_8))
                .startsWith("{\"type\":\"message\"")
                .endsWith("x\"}");
    }

    private static long lengthIn(byte[] frame) {
        return switch (Encoding.headerLength(frame)) {
            case 2 -> frame[1];
            case 4 -> ByteBuffer.wrap(frame).getShort(2) & 0xFFFF;
            default -> ByteBuffer.wrap(frame).getLong(2);
        };
    }

    @Test
    void payload_allEscaped_outgrowsTheEstimateUnharmed() {
        byte[] payload = new byte[10_000];

        String json = Encoding.json(Encoding.message(payload, PayloadForm.TEXT));

        assertThat(json).endsWith("\"text\":\"" + "\\u0000".repeat(10_000) + "\"}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"h:i:m-1, \"m-1\"", "h:i:a:b:c, \"a:b:c\"", "h::1, 1", "h::\"1\", \"1\"", "h::01, \"01\""})
    void fairleadId_ofThreeParts_showsThePublishersOwn(String value, String id) {
        String json = Encoding.json(Encoding.message(List.of(new UserProperty("fairlead-id", value)), Set.of()));

        assertThat(json).contains(",\"id\":" + id + ",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "h:i", "h:i:", "::"})
    void fairleadId_withoutThePublishersOwn_isNotShown(String value) {
        String json = Encoding.json(Encoding.message(List.of(new UserProperty("fairlead-id", value)), Set.of("*")));

        assertThat(json).doesNotContain("\"id\"").doesNotContain("props");
    }

    @Test
    void props_withStar_areAllButFairleads() {
        List<UserProperty> properties =
                List.of(new UserProperty("a", "1"), new UserProperty("fairlead-x", "2"), new UserProperty("b\"", "\n"));

        String json = Encoding.json(Encoding.message(properties, Set.of("*")));

        assertThat(json).contains(",\"props\":{\"a\":\"1\",\"b\\\"\":\"\\n\"},");
    }

    @Test
    void props_notNamedByTheRoute_areNotShown() {
        String json = Encoding.json(Encoding.message(List.of(new UserProperty("a", "1")), Set.of("b")));

        assertThat(json).doesNotContain("props");
    }
}
