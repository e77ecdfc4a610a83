package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Command;
import io.fairlead.session.CommandId;
import io.fairlead.session.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What golden frames cannot show of decoding. */
class DecodeTest {

    private static final long SEED = Long.getLong("fairlead.seed", 42);

    @Test
    void data_betweenAnyWhitespace_isCutOutAsItStands() {
        JsonWalk walk = new JsonWalk(new Random(SEED));
        for (int i = 0; i < 20_000; i++) {
            String data = walk.value(4);
            String frame = walk.object("type", "\"publish\"", "channel", "\"c\"", "data", data, "id", "1");
            Command.Publish publish = (Command.Publish) Decoding.one(frame);
            assertThat(new String(publish.payload().bytes(), UTF_8))
                    .as("seed %d, frame %s", SEED, frame)
                    .isEqualTo(data);
        }
    }

    @Test
    void frame_overTheLimit_isTooLarge() {
        List<Command> commands = new ArrayList<>();
        ByteBuf frame = Unpooled.copiedBuffer("{\"type\":\"ping\"}", UTF_8);

        new JsonWire().decode(frame, new DecodeLimits(14, 10), commands::add);

        assertThat(commands)
                .containsExactly(
                        new Command.Invalid(null, Reason.TOO_LARGE, "the frame has 15 bytes; at most 14 are taken"));
    }

    @Test
    void buffer_decoded_isNeitherMovedNorReleased() {
        ByteBuf buffer = Unpooled.copiedBuffer("xx{\"type\":\"ping\"}", UTF_8).skipBytes(2);
        List<Command> commands = new ArrayList<>();

        new JsonWire().decode(buffer, Decoding.LIMITS, commands::add);

        assertThat(commands).containsExactly(new Command.Ping(null));
        assertThat(buffer.readerIndex()).isEqualTo(2);
        assertThat(buffer.refCnt()).isEqualTo(1);
    }

    @Test
    void batch_withOneBadCommand_losesOnlyThat() {
        List<Command> commands = Decoding.decode(
                "[{\"type\":\"ping\",\"id\":1},{\"type\":\"auth\",\"id\":2},{\"type\":\"ping\",\"id\":3}]");

        assertThat(commands)
                .containsExactly(
                        new Command.Ping(new CommandId("1", true)),
                        new Command.Invalid(
                                new CommandId("2", true),
                                Reason.BAD_FRAME,
                                "[1].token is missing; it must be a string"),
                        new Command.Ping(new CommandId("3", true)));
    }

    @Test
    void integerId_ofManyDigits_isEchoedAsItCame() {
        String digits = "9".repeat(64);

        assertThat(Decoding.one("{\"type\":\"ping\",\"id\":" + digits + "}"))
                .isEqualTo(new Command.Ping(new CommandId(digits, true)));
    }

    @Test
    void stringId_isLimitedInBytes() {
        assertThat(Decoding.one("{\"type\":\"ping\",\"id\":\"" + "é".repeat(32) + "\"}"))
                .isInstanceOf(Command.Ping.class);
        assertThat(Decoding.one("{\"type\":\"ping\",\"id\":\"" + "é".repeat(33) + "\"}"))
                .isInstanceOf(Command.Invalid.class);
    }

    @Test
    void brokenFrame_quotedInItsError_isQuotedByWholeCharacters() {
        Command.Invalid invalid = (Command.Invalid) Decoding.one("{\"a\":\"😀😀😀😀😀😀😀\" x \"😀😀😀😀😀😀😀\"}");

        assertThat(invalid.why())
                .startsWith("the frame is not JSON at byte ")
                .doesNotContain("\ufffd")
                .contains("x");
    }
}
