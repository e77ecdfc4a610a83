package io.fairlead.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Effect;
import io.fairlead.session.Leg;
import io.fairlead.session.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseReasonTest {

    @Test
    void encode_whyThatFits_isThere() {
        assertThat(reason(Reason.TAKEN_OVER, "by another tab", -1))
                .isEqualTo("{\"code\":\"taken_over\",\"leg\":\"client\",\"why\":\"by another tab\"}");
    }

    @Test
    void encode_whyThatDoesNotFit_isLeftOutWhole() {
        assertThat(reason(Reason.TAKEN_OVER, "x".repeat(80), -1))
                .isEqualTo("{\"code\":\"taken_over\",\"leg\":\"client\"}");
    }

    @Test
    void encode_retryAfter_comesBeforeWhy() {
        assertThat(reason(Reason.DRAINING, "maintenance", 7_300))
                .isEqualTo("{\"code\":\"draining\",\"leg\":\"gateway\",\"retryAfterMs\":7300,\"why\":\"maintenance\"}");
    }

    @Test
    void encode_quotesAndControls_areEscaped() {
        assertThat(reason(Reason.BAD_FRAME, "a \"b\" \\ \n", -1))
                .isEqualTo("{\"code\":\"bad_frame\",\"leg\":\"client\",\"why\":\"a \\\"b\\\" \\\\ \\u000a\"}");
    }

    @Test
    void encode_exactlyAtTheBound_isCountedInBytes() {
        String fits = "é".repeat(39);

        assertThat(reason(Reason.BAD_FRAME, fits, -1).getBytes(StandardCharsets.UTF_8))
                .hasSize(122);
        assertThat(reason(Reason.BAD_FRAME, fits + "x", -1)).contains("why");
        assertThat(reason(Reason.BAD_FRAME, fits + "é", -1)).doesNotContain("why");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void encode_anyReason_fitsAControlFrame(Reason reason) {
        byte[] encoded = CloseReason.encode(Closing.of(new Effect.Close(reason, reason.text(), Long.MAX_VALUE)));

        assertThat(encoded).hasSizeLessThanOrEqualTo(CloseReason.MAX_BYTES);
        assertThat(new String(encoded, StandardCharsets.UTF_8))
                .startsWith("{\"code\":\"" + reason.code() + "\",\"leg\":\""
                        + reason.leg().word() + "\"");
    }

    @Test
    void encode_websocketsOwnCodes_nameTheClient() {
        assertThat(new String(
                        CloseReason.encode(Closing.protocolError("opcode 3 is reserved")), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":\"protocol_error\",\"leg\":\"client\",\"why\":\"opcode 3 is reserved\"}");
        assertThat(Closing.invalidUtf8().leg()).isEqualTo(Leg.CLIENT);
    }

    private static String reason(Reason reason, String why, long retryAfterMillis) {
        byte[] encoded = CloseReason.encode(Closing.of(new Effect.Close(reason, why, retryAfterMillis)));
        return new String(encoded, StandardCharsets.UTF_8);
    }
}
