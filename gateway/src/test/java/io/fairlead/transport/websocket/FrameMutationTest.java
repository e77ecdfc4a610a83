package io.fairlead.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.Mutations;
import io.fairlead.transport.NoLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Damaged streams of frames: each is heard as messages, controls and violations, the same ones wherever a read ends, and
 * no message is longer than it may be. Once a frame cannot be told from the next one, nothing more is heard.
 */
@ExtendWith(NoLeaks.class)
class FrameMutationTest {
    private static final int MAX_BYTES = 200;

    private final Mutations mutations = new Mutations(
            List.of(
                    stream(Frames.text("{\"type\":\"ping\"}"), Frames.ping("p"), Frames.text("é漢🛥")),
                    stream(
                            Frames.text(false, Frames.utf8("{\"type\":")),
                            Frames.pong(),
                            Frames.continuation(false, Frames.utf8("\"pi")),
                            Frames.ping("between"),
                            Frames.continuation(true, Frames.utf8("ng\"}"))),
                    stream(Frames.text("a"), Frames.close(1000), Frames.text("after the end")),
                    stream(Frames.frame(0x82, new byte[] {1, 2, 3}), Frames.text("after binary")),
                    stream(Frames.text("x".repeat(300)), Frames.text("after too much")),
                    stream(
                            Frames.text(false, new byte[] {(byte) 0xc3}),
                            Frames.continuation(true, new byte[] {(byte) 0xa9}))),
            new byte[] {
                0x00, 0x01, 0x02, 0x08, 0x09, 0x0a, 0x40, (byte) 0x80, (byte) 0x81, (byte) 0x88, 126, 127, -2, -1
            });

    private static byte[] stream(ByteBuf... frames) {
        ByteBuf all = Unpooled.wrappedBuffer(frames);
        try {
            return ByteBufUtil.getBytes(all);
        } finally {
            all.release();
        }
    }

    @Test
    void damagedStream_isHeardTheSame_whereverReadsEnd() {
        mutations.each(bytes -> {
            Heard whole = heard(bytes, bytes.length);
            Heard cut = heard(bytes, 1 + mutations.random().nextInt(9));

            assertThat(cut.lines).isEqualTo(whole.lines);
            assertThat(whole.lines)
                    .filteredOn(line -> line.startsWith("text "))
                    .allMatch(line -> Frames.utf8(line).length <= "text ".length() + MAX_BYTES);
            assertThat(whole.lines.indexOf("close 1000")).isIn(-1, whole.lines.size() - 1);
        });
    }

    private Heard heard(byte[] bytes, int most) {
        var heard = new Heard();
        var reader = new FrameReader(MAX_BYTES);
        for (int at = 0; at < bytes.length; at += most) {
            int size = Math.min(most, bytes.length - at);
            reader.read(mutations.buffer(bytes, at, size), mutations.allocator(), heard);
        }
        reader.end();
        return heard;
    }
}
