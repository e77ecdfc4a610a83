package io.fairlead.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private final List<String> frames = new ArrayList<>();
    private final FrameReader reader = new FrameReader((opcode, buffer, offset, length) ->
            frames.add(opcode + ":" + buffer.toString(offset, length, StandardCharsets.US_ASCII)));

    @Test
    void read_twoFramesInOneBuffer_areBothFound() {
        read(concat(frame(1, "one"), frame(2, "two")));

        assertThat(frames).containsExactly("1:one", "2:two");
    }

    @Test
    void read_lengthInTwoBytes_isUnderstood() {
        String payload = "x".repeat(300);

        read(frame(1, payload));

        assertThat(frames).containsExactly("1:" + payload);
    }

    @Test
    void read_lengthInEightBytes_isUnderstood() {
        String payload = "x".repeat(70_000);

        read(frame(1, payload));

        assertThat(frames).containsExactly("1:" + payload);
    }

    @Test
    void read_emptyFrame_isFound() {
        read(frame(9, ""));

        assertThat(frames).containsExactly("9:");
    }

    @Test
    void read_cutAnywhere_findsTheSameFrames() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> sent = new ArrayList<>();
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < 500; i++) {
            String payload = "p".repeat(random.nextInt(400));
            sent.add("2:" + payload);
            all.writeBytes(frame(2, payload));
        }

        while (all.isReadable()) {
            read(all.readBytes(Math.min(all.readableBytes(), 1 + random.nextInt(700))));
        }

        assertThat(frames).as("seed %d", seed).isEqualTo(sent);
    }

    private void read(ByteBuf data) {
        reader.read(data, UnpooledByteBufAllocator.DEFAULT);
        data.release();
    }

    private static ByteBuf concat(ByteBuf first, ByteBuf second) {
        return first.writeBytes(second);
    }

    /** As servers send them: whole and unmasked. */
    private static ByteBuf frame(int opcode, String payload) {
        int length = payload.length();
        ByteBuf frame = Unpooled.buffer().writeByte(0x80 | opcode);
        if (length < 126) {
            frame.writeByte(length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(126).writeShort(length);
        } else {
            frame.writeByte(127).writeLong(length);
        }
        return frame.writeBytes(payload.getBytes(StandardCharsets.US_ASCII));
    }
}
