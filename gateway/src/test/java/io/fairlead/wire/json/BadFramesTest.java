package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Command;
import io.fairlead.session.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad golden frame ({@code .in}) is answered by the errors beside it ({@code .out}, one frame a line). */
class BadFramesTest {

    static Stream<String> names() {
        return Frames.names("bad").stream().filter(name -> name.endsWith(".in"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void badFrame_decoded_isItsError(String name) {
        String answers = Decoding.decode(Frames.read(name)).stream()
                .map(BadFramesTest::answer)
                .collect(Collectors.joining("\n"));

        assertThat(answers).isEqualTo(new String(Frames.read(name.replace(".in", ".out")), UTF_8));
    }

    /** What a session answers to a command that is invalid; another is told by its name. */
    private static String answer(Command command) {
        if (!(command instanceof Command.Invalid invalid)) {
            return command.getClass().getSimpleName();
        }
        Reply reply = new Reply.Failed(invalid.id(), invalid.reason(), invalid.why(), -1, -1);
        ByteBuf text = new JsonWire().encode(reply, UnpooledByteBufAllocator.DEFAULT);
        String json = text.toString(UTF_8);
        text.release();
        return json;
    }
}
