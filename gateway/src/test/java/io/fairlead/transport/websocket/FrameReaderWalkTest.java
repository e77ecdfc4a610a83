package io.fairlead.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random messages in random fragments, in random reads: what is heard does not depend on where the cuts are. */
@ExtendWith(NoLeaks.class)
class FrameReaderWalkTest {
    private static final String LETTERS = "aé漢🛥";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<String> expected = new ArrayList<>();
    private final ByteBuf stream = PooledByteBufAllocator.DEFAULT.buffer();

    @RepeatedTest(20)
    void read_cutAnywhere_hearsWhatWasSent() {
        random.ints(20, 0, 4).forEach(this::send);
        var reader = new FrameReader(100_000);
        var heard = new Heard();

        while (stream.isReadable()) {
            int piece = Math.min(stream.readableBytes(), 1 + random.nextInt(random.nextInt(4) == 0 ? 3 : 1_500));
            reader.read(
                    PooledByteBufAllocator.DEFAULT.buffer().writeBytes(stream, piece),
                    PooledByteBufAllocator.DEFAULT,
                    heard);
        }
        stream.release();

        assertThat(heard.lines).as("seed %d", seed).isEqualTo(expected);
    }

    private void send(int kind) {
        if (kind == 0) {
            sendControl();
        } else {
            sendText();
        }
    }

    private void sendText() {
        String text = text();
        byte[] rest = Frames.utf8(text);
        boolean first = true;
        while (random.nextInt(3) > 0) {
            byte[] piece = Arrays.copyOf(rest, random.nextInt(rest.length + 1));
            rest = Arrays.copyOfRange(rest, piece.length, rest.length);
            append(first ? Frames.text(false, piece) : Frames.continuation(false, piece));
            first = false;
            sendControl();
        }
        append(first ? Frames.text(true, rest) : Frames.continuation(true, rest));
        expected.add("text " + text);
    }

    private String text() {
        int[] letters = LETTERS.codePoints().toArray();
        var text = new StringBuilder();
        random.ints(random.nextInt(random.nextInt(10) == 0 ? 2_000 : 60), 0, letters.length)
                .forEach(letter -> text.appendCodePoint(letters[letter]));
        return text.toString();
    }

    private void sendControl() {
        if (random.nextBoolean()) {
            append(Frames.ping("p" + expected.size()));
            expected.add("ping p" + expected.size());
        } else {
            append(Frames.pong());
            expected.add("pong");
        }
    }

    private void append(ByteBuf frame) {
        stream.writeBytes(frame);
        frame.release();
    }
}
