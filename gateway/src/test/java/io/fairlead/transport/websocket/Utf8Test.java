package io.fairlead.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain ASCII of some length",
                "κόσμε",
                "漢字",
                "🛥 boat",
                "\u0000",
                "\uFFFF",
                "\uD7FF\uE000",
                "\uDBFF\uDFFF"
            })
    void check_text_isComplete(String text) {
        assertThat(Utf8.isValid(buffer(Frames.utf8(text)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "BF",
                "FE",
                "FF",
                "C0 AF",
                "C1 BF",
                "E0 80 AF",
                "E0 9F BF",
                "F0 80 80 AF",
                "F0 8F BF BF",
                "ED A0 80",
                "ED BF BF",
                "F4 90 80 80",
                "F5 80 80 80",
                "C3",
                "E2 82",
                "F0 9F 9B",
                "C3 28",
                "61 62 63 64 65 66 67 68 FF",
                "CE BA E1 BD B9 CF 83 CE BC CE B5 ED A0 80"
            })
    void check_otherBytes_isNotComplete(String hex) {
        assertThat(Utf8.isValid(buffer(Frames.bytes(hex)))).isFalse();
    }

    @Test
    void check_cutAnywhere_isTheSameAsWhole() {
        byte[] text = Frames.utf8("a κόσμε 漢字 🛥 and some more ASCII behind it");
        for (int cut = 0; cut <= text.length; cut++) {
            int state = Utf8.check(Utf8.COMPLETE, Unpooled.wrappedBuffer(text, 0, cut));
            assertThat(Utf8.check(state, Unpooled.wrappedBuffer(text, cut, text.length - cut)))
                    .isEqualTo(Utf8.COMPLETE);
        }
    }

    @Test
    void check_randomBytes_agreesWithTheJdk() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = nearlyUtf8(random);
            assertThat(Utf8.isValid(buffer(bytes)))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(jdkDecodes(bytes));
        }
    }

    /** Text with now and then a byte replaced, so that both outcomes come up often. */
    private static byte[] nearlyUtf8(Random random) {
        int[] codePoints = random.ints(random.nextInt(12), 0, 0x110000)
                .map(c -> c >= 0xD800 && c < 0xE000 ? 'x' : c >> random.nextInt(15))
                .map(c -> c >= 0xD800 && c < 0xE000 ? 'x' : c)
                .toArray();
        byte[] bytes = Frames.utf8(new String(codePoints, 0, codePoints.length));
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static boolean jdkDecodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }

    private static ByteBuf buffer(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }
}
