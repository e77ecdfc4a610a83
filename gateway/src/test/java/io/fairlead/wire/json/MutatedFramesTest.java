package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fairlead.session.Command;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.transport.Mutations;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Golden frames, damaged at random: whatever comes, decoding answers and never throws. */
class MutatedFramesTest {

    private static final byte[] LIKELY = "{}[]\":,\\u0-9.eEtfn \n\0\u00ff".getBytes(UTF_8);

    private final Mutations mutations = new Mutations(
            Stream.of("client", "bad")
                    .flatMap(folder -> Frames.names(folder).stream())
                    .filter(name -> !name.endsWith(".out"))
                    .map(Frames::read)
                    .filter(frame -> frame.length < 1_000)
                    .toList(),
            LIKELY);

    @Test
    void damagedFrame_decoded_isAlwaysAnswered() {
        mutations.each(MutatedFramesTest::check);
    }

    private static void check(byte[] frame) throws IOException {
        List<Command> commands = Decoding.decode(frame);
        assertThat(commands).isNotEmpty();
        for (Command command : commands) {
            assertThat(isSound(command)).isTrue();
        }
        if (commands.stream().noneMatch(Command.Invalid.class::isInstance)) {
            assertThat(commands).hasSize(inFrame(frame));
        }
    }

    /** How many commands a plain reader sees in a frame of which no command was refused: it must be JSON to it too. */
    private static int inFrame(byte[] frame) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(frame)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                parser.skipChildren();
                return 1;
            }
            int commands = 0;
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                parser.skipChildren();
                commands++;
            }
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_ARRAY);
            return commands;
        }
    }

    private static boolean isSound(Command command) {
        if (command instanceof Command.Invalid invalid) {
            return !invalid.why().isEmpty();
        }
        return !(command instanceof Command.Publish publish)
                || publish.payload().form() != PayloadForm.JSON
                || JsonInput.isReadable(publish.payload().bytes());
    }
}
