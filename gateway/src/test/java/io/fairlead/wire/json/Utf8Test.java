package io.fairlead.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private static final long SEED = Long.getLong("fairlead.seed", 42);

    @Test
    void anyBytes_checked_areWhatTheJdkSays() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = randomBytes(random);
            assertThat(Utf8.isValid(bytes)).as("seed %d, bytes %d", SEED, i).isEqualTo(jdkDecodes(bytes));
        }
    }

    /** Text with a few bytes exchanged, so that about half of it is still UTF-8. */
    private static byte[] randomBytes(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(20); length > 0; length--) {
            text.appendCodePoint(random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x11_0000));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int times = random.nextInt(3); times > 0 && bytes.length > 0; times--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static boolean jdkDecodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
