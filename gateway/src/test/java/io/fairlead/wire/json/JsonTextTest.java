package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    private static final long SEED = Long.getLong("fairlead.seed", 42);

    private final Random random = new Random(SEED);

    @Test
    void anyString_written_isReadBackByJackson() throws IOException {
        for (int i = 0; i < 20_000; i++) {
            String value = randomString();
            String json = written(out -> JsonText.string(out, value));
            assertThat(read(json).getText()).as("seed %d, string %d", SEED, i).isEqualTo(value);
        }
    }

    @Test
    void anyText_writtenFromBytes_isReadBackByJackson() throws IOException {
        for (int i = 0; i < 20_000; i++) {
            byte[] utf8 = randomString().getBytes(UTF_8);
            String json = written(out -> JsonText.stringOfUtf8(out, utf8));
            assertThat(read(json).getText()).as("seed %d, text %d", SEED, i).isEqualTo(new String(utf8, UTF_8));
        }
    }

    @Test
    void everyCharacter_written_isReadBackByJackson() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            all.appendCodePoint(c);
        }
        String json = written(out -> JsonText.string(out, all.toString()));

        assertThat(read(json).getText()).isEqualTo(all.toString());
    }

    @Test
    void plainText_written_isNotEscaped() {
        String json = written(out -> JsonText.string(out, "Grüße 😀 / \u2028 \u007f"));

        assertThat(json).isEqualTo("\"Grüße 😀 / \u2028 \u007f\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 1_795_190_400_123L, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void integer_written_hasItsDigits(long value) {
        assertThat(written(out -> JsonText.number(out, value))).isEqualTo(Long.toString(value));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1e-7, 1e300, -2.25})
    void fraction_written_isReadBackByJackson(double value) throws IOException {
        assertThat(read(written(out -> JsonText.number(out, value))).getDoubleValue())
                .isEqualTo(value);
    }

    @Test
    void wholeNumber_written_hasNoFraction() {
        assertThat(written(out -> JsonText.number(out, 20.0))).isEqualTo("20");
    }

    /** Any code points, with those that JSON escapes and halves of pairs more often than chance has them. */
    private String randomString() {
        StringBuilder string = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
            switch (random.nextInt(5)) {
                case 0 -> string.append((char) random.nextInt(0x80));
                case 1 -> string.append("\"\\\n\t\b\f\r/".charAt(random.nextInt(8)));
                case 2 -> string.append((char) (0xD800 + random.nextInt(0x800)));
                case 3 -> string.append((char) random.nextInt(0x1_0000));
                default -> string.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            }
        }
        return string.toString();
    }

    private static String written(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.buffer(1);
        writer.accept(out);
        return out.toString(UTF_8);
    }

    private static JsonParser read(String json) throws IOException {
        JsonParser parser = new JsonFactory().createParser(json);
        parser.nextToken();
        return parser;
    }
}
