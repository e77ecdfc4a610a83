package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Command;
import io.fairlead.topicmap.PayloadForm;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Golden frames, damaged at random: whatever comes, decoding answers and never throws. */
class MutatedFramesTest {

    private static final long SEED = Long.getLong("fairlead.seed", 42);
    private static final int FRAMES = 100_000;
    private static final byte[] LIKELY = "{}[]\":,\\u0-9.eEtfn \n\0\u00ff".getBytes(UTF_8);

    private final Random random = new Random(SEED);
    private final List<byte[]> golden = Stream.of("client", "bad")
            .flatMap(folder -> Frames.names(folder).stream())
            .filter(name -> !name.endsWith(".out"))
            .map(Frames::read)
            .filter(frame -> frame.length < 1_000)
            .toList();

    @Test
    void damagedFrame_decoded_isAlwaysAnswered() {
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = damaged(golden.get(random.nextInt(golden.size())));
            check(frame, "seed " + SEED + ", frame " + i + ": " + new String(frame, UTF_8));
        }
    }

    private static void check(byte[] frame, String description) {
        List<Command> commands;
        try {
            commands = Decoding.decode(frame);
        } catch (RuntimeException e) {
            throw new AssertionError(description, e);
        }
        assertThat(commands).as(description).isNotEmpty();
        for (Command command : commands) {
            assertThat(isSound(command)).as(description).isTrue();
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

    private byte[] damaged(byte[] frame) {
        byte[] result = frame;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            result = damagedOnce(result);
        }
        return result;
    }

    private byte[] damagedOnce(byte[] frame) {
        int at = random.nextInt(frame.length + 1);
        int to = Math.min(frame.length, at + random.nextInt(8));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(frame, at);
            case 1 -> splice(frame, at, to, new byte[0]);
            case 2 -> splice(frame, at, at, new byte[] {LIKELY[random.nextInt(LIKELY.length)]});
            case 3 -> splice(frame, at, Math.min(frame.length, at + 1), new byte[] {(byte) random.nextInt(256)});
            case 4 -> splice(frame, at, at, Arrays.copyOfRange(frame, at, to));
            default -> splice(frame, at, to, piece());
        };
    }

    private byte[] piece() {
        byte[] other = golden.get(random.nextInt(golden.size()));
        int from = random.nextInt(other.length + 1);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(40)));
    }

    private static byte[] splice(byte[] frame, int from, int to, byte[] middle) {
        byte[] result = Arrays.copyOf(frame, frame.length - (to - from) + middle.length);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(frame, to, result, from + middle.length, frame.length - to);
        return result;
    }
}
