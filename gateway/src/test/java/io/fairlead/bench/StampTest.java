package io.fairlead.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StampTest {

    @Test
    void payload_ofSomeSize_hasThatSizeAndIsJson() {
        String payload = new String(Stamp.payload(128, 1_234_567), StandardCharsets.US_ASCII);

        assertThat(payload)
                .hasSize(128)
                .startsWith("{\"due\":\"~0000000000001234567~\",\"pad\":\"..")
                .endsWith("..\"}");
    }

    @Test
    void payload_ofSmallestSize_isStillWhole() {
        String payload = new String(Stamp.payload(Stamp.SMALLEST, Long.MAX_VALUE), StandardCharsets.US_ASCII);

        assertThat(payload).isEqualTo("{\"due\":\"~9223372036854775807~\",\"pad\":\"\"}");
    }

    @Test
    void read_stampWithinAFrame_isFound() {
        byte[] payload = Stamp.payload(100, 42);
        ByteBuf frame =
                Unpooled.buffer().writeBytes(new byte[30]).writeBytes(payload).writeByte('}');

        assertThat(Stamp.read(frame, 30, 101)).isEqualTo(42);
    }

    @Test
    void read_frameWithoutStamp_isNegative() {
        ByteBuf frame = Unpooled.copiedBuffer("{\"data\":{\"due\":\"~12\"}}", StandardCharsets.US_ASCII);

        assertThat(Stamp.read(frame, 0, frame.readableBytes())).isNegative();
    }
}
