package io.fairlead.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesTest {

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 200", "true, 20000", "false, 1", "false, 200", "false, 20000"})
    void packet_ofAnyLength_isOnePublishWithTheJsonOfTheNotice(boolean v5, int length) {
        String why = "w".repeat(length);
        ByteBuf packet = Notices.packet(
                new Reply.Failed(null, Reason.FORBIDDEN, why, -1, -1), v5, PooledByteBufAllocator.DEFAULT);
        PublishFrame frame = PublishFrame.read(packet, v5);
        try {
            assertThat(frame.flags()).isZero();
            assertThat(frame.topic()).isEqualTo("$fairlead/notice");
            assertThat(frame.propertiesBytes()).isZero();
            assertThat(packet.toString(frame.payloadAt(), frame.payloadBytes(), StandardCharsets.UTF_8))
                    .startsWith("{\"type\":\"error\",\"code\":\"forbidden\"")
                    .contains(why)
                    .endsWith("}");
            assertThat(end(packet)).isEqualTo(frame.payloadAt() + frame.payloadBytes());
        } finally {
            frame.release();
        }
    }

    /** Where the packet ends by its own header (MQTT 5, section 1.5.5). */
    private static int end(ByteBuf packet) {
        int at = 1;
        int value = 0;
        int shift = 0;
        int one;
        do {
            one = packet.getUnsignedByte(at++);
            value |= (one & 0x7F) << shift;
            shift += 7;
        } while ((one & 0x80) != 0);
        return at + value;
    }
}
